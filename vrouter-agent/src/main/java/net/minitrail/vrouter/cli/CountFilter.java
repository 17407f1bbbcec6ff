package net.minitrail.vrouter.cli;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** {@code wc}: counts lines, and words and octets unless only lines are asked for. */
final class CountFilter extends LineFilter {
    private static final Splitter WORDS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

    private final boolean onlyLines;
    private long lines;
    private long words;
    private long octets;

    CountFilter(boolean onlyLines, Consumer<String> out) {
        super(out);
        this.onlyLines = onlyLines;
    }

    @Override
    void line(String line) {
        lines++;
        words += WORDS.splitToStream(line).count();
        octets += line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    @Override
    int finish() {
        print(onlyLines ? Long.toString(lines) : "%7d %7d %7d".formatted(lines, words, octets));
        return 0;
    }
}
