package net.minitrail.lab.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import net.minitrail.lab.process.Progress;

/**
 * Shows how a lab comes up: on a terminal one line a node that changes in place, else a line whenever a node starts or is
 * ready.
 */
final class ProgressPrinter implements Progress {
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean quiet;
    private final boolean live;
    private final boolean color;
    private final boolean verbose;
    private final long start = System.nanoTime();
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final Map<String, String> details = new LinkedHashMap<>();

    ProgressPrinter(PrintWriter err, boolean quiet, boolean live, boolean color, boolean verbose) {
        this.err = err;
        this.quiet = quiet;
        this.live = live;
        this.color = color;
        this.verbose = verbose;
    }

    @Override
    public synchronized void node(String node, State state, String detail) {
        if (quiet) {
            return;
        }
        if (state == State.SETTLED) {
            detail = details.getOrDefault(node, "");
        } else if (state != State.WAITING) {
            details.put(node, detail);
        }
        String line = "  %s %-14s %-9s %s  %.1f s"
                .formatted(mark(state), node, state.name().toLowerCase(Locale.ROOT), detail, seconds());
        if (live) {
            int height = lines.size();
            lines.put(node, line);
            redraw(height);
        } else if (state == State.WAITING ? verbose && news(node, detail) : state != State.STARTING) {
            err.println(line);
            err.flush();
        }
    }

    @Override
    public synchronized void note(String text) {
        if (!quiet) {
            err.println(text);
            err.flush();
        }
    }

    /** Whether a node waits for something else than before. */
    private boolean news(String node, String reason) {
        return !reason.equals(lines.put(node, reason));
    }

    private void redraw(int height) {
        if (height > 0) {
            err.print(UP.formatted(height));
        }
        lines.values().forEach(line -> err.print(CLEAR + line + "\n"));
        err.flush();
    }

    private String mark(State state) {
        return switch (state) {
            case SETTLED -> paint("32", "✓");
            case FAILED -> paint("31", "✗");
            default -> "·";
        };
    }

    private String paint(String code, String text) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
