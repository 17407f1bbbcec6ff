package net.minitrail.vrouter.cli;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stage after a pipe: takes output in pieces, works on whole lines, and passes lines on. Confined to one thread. */
abstract class LineFilter implements Consumer<String> {
    private final StringBuilder partial = new StringBuilder();
    private final Consumer<String> out;

    LineFilter(Consumer<String> out) {
        this.out = out;
    }

    /** Thrown to whoever still writes to a filter that needs no more, as SIGPIPE would end it. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("closed", null, false, false);
        }
    }

    /** The filter that {@code words} name, or null if there is none of that name. */
    static @Nullable LineFilter of(List<String> words, Consumer<String> out) throws CommandException {
        List<String> arguments = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "grep", "egrep" -> new GrepFilter(GrepFilter.Options.parse(arguments, words.get(0)), out);
            case "head" -> new CutFilter(lines(arguments, "head"), true, out);
            case "tail" -> new CutFilter(lines(arguments, "tail"), false, out);
            case "wc" -> new CountFilter(arguments.contains("-l"), out);
            case "cat", "more", "less" -> new CutFilter(Integer.MAX_VALUE, true, out);
            default -> null;
        };
    }

    private static int lines(List<String> words, String name) throws CommandException {
        if (words.isEmpty()) {
            return 10;
        }
        String text = words.get(words.size() - 1).replaceFirst("^-n?", "");
        if (!text.matches("[0-9]{1,9}")) {
            throw new CommandException(1, name + ": invalid number of lines: '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    @Override
    public final void accept(String piece) {
        if (piece.isEmpty()) {
            out.accept(piece); // a sign of life goes through, to notice a reader who left
            return;
        }
        partial.append(piece);
        String lines = partial.toString();
        pass();
        int start = 0;
        try {
            for (int end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', start)) {
                String line = lines.substring(start, end);
                start = end + 1;
                line(line);
            }
        } finally {
            partial.append(lines, start, lines.length());
        }
    }

    /** Ends the input and answers the exit code. */
    final int end() {
        try {
            if (!partial.isEmpty()) {
                line(partial.toString());
            }
            return finish();
        } catch (ClosedException e) {
            return 0;
        } finally {
            pass();
        }
    }

    private void pass() {
        partial.setLength(0);
    }

    final void print(String line) {
        out.accept(line + "\n");
    }

    abstract void line(String line);

    abstract int finish();
}
