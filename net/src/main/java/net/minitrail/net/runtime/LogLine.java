package net.minitrail.net.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.google.common.base.CharMatcher;
import java.util.TimeZone;

/**
 * One event of the log: {@code 12:34:56.789 INFO  Peer event=established}, then the stack trace of its error, if it has one.
 * Line ends and escapes in what peers sent are question marks: none writes a line of its own, nor to the terminal. Logback's
 * pattern language says the same with 150 classes to load at each start, and {@code java.time} looks for services in each jar
 * to learn the time zone.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final CharMatcher UNSAFE = CharMatcher.anyOf("\r\n\u001b");

    private static final int DAY_MILLIS = 86_400_000;

    private final TimeZone zone = TimeZone.getDefault();

    @Override
    public String doLayout(ILoggingEvent event) {
        String logger = event.getLoggerName();
        StringBuilder line = new StringBuilder(160);
        time(line, event.getTimeStamp());
        line.append(' ').append(event.getLevel());
        line.append(" ".repeat(6 - event.getLevel().levelStr.length()));
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(' ');
        line.append(UNSAFE.replaceFrom(event.getFormattedMessage(), '?')).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    /** Appends the time of day of {@code millis} after the epoch: {@code 12:34:56.789}. */
    private void time(StringBuilder line, long millis) {
        int ofDay = Math.floorMod(millis + zone.getOffset(millis), DAY_MILLIS);
        digits(line, 2, ofDay / 3_600_000).append(':');
        digits(line, 2, ofDay / 60_000 % 60).append(':');
        digits(line, 2, ofDay / 1000 % 60).append('.');
        digits(line, 3, ofDay % 1000);
    }

    private static StringBuilder digits(StringBuilder line, int count, int number) {
        String digits = Integer.toString(number);
        return line.append("0".repeat(count - digits.length())).append(digits);
    }
}
