package net.minitrail.net.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.google.common.base.CharMatcher;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * One event of the log: {@code 12:34:56.789 INFO  Peer event=established}, then the stack trace of its error, if it has one.
 * Line ends and escapes in what peers sent are question marks: none writes a line of its own, nor to the terminal. Logback's
 * pattern language says the same with 150 classes to load at each start.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final CharMatcher UNSAFE = CharMatcher.anyOf("\r\n\u001b");

    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        String logger = event.getLoggerName();
        StringBuilder line = new StringBuilder(160);
        time.formatTo(event.getInstant(), line);
        line.append(' ').append(event.getLevel());
        line.append(" ".repeat(6 - event.getLevel().levelStr.length()));
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(' ');
        line.append(UNSAFE.replaceFrom(event.getFormattedMessage(), '?')).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }
}
