package net.minitrail.vrouter.cli;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** {@code head} and {@code tail}: the first or the last so many lines. */
final class CutFilter extends LineFilter {
    private final int lines;
    private final boolean first;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private int seen;

    CutFilter(int lines, boolean first, Consumer<String> out) {
        super(out);
        this.lines = lines;
        this.first = first;
    }

    @Override
    void line(String line) {
        if (first) {
            if (seen++ < lines) {
                print(line);
            }
            if (seen >= lines) {
                throw new ClosedException();
            }
        } else {
            last.add(line);
            if (last.size() > lines) {
                last.remove();
            }
        }
    }

    @Override
    int finish() {
        last.forEach(this::print);
        return 0;
    }
}
