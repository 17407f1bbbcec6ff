package net.minitrail.lab.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.minitrail.lab.scenario.StepOutcome;
import net.minitrail.lab.topology.Lab;

/** The report of {@code run} as text: a line a step, what differs below those that failed, and the sums last. */
record RunReport(PrintWriter out) {
    private static final int TITLE = 76;

    void begin(Lab lab) {
        int count = lab.steps().size();
        out.printf("%-" + (TITLE + 4) + "s%d %s%n", lab.name(), count, count == 1 ? "step" : "steps");
        out.flush();
    }

    void step(StepOutcome outcome) {
        String mark = switch (outcome.result()) {
            case PASSED -> "✓";
            case FAILED -> "✗";
            case SKIPPED -> "-";
        };
        String line =
                String.format(Locale.ROOT, "  %s %-" + TITLE + "s %6.1fs", mark, outcome.title(), outcome.seconds());
        out.println(line);
        if (outcome.result() == StepOutcome.Result.FAILED) {
            out.println("      line " + outcome.line() + ":");
        }
        outcome.detail().lines().forEach(detail -> out.println("      " + detail));
        out.flush();
    }

    void summary(Map<String, List<StepOutcome>> labs) {
        out.printf(
                "%d passed, %d failed, %d skipped%n",
                count(labs, StepOutcome.Result.PASSED),
                count(labs, StepOutcome.Result.FAILED),
                count(labs, StepOutcome.Result.SKIPPED));
        out.flush();
    }

    static Page page(Map<String, List<StepOutcome>> labs) {
        Page page = Page.of("run", labs.size() == 1 ? labs.keySet().iterator().next() : null);
        labs.forEach((lab, outcomes) -> outcomes.forEach(outcome -> page.rows()
                .addObject()
                .put("lab", lab)
                .put("step", outcome.title())
                .put("line", outcome.line())
                .put("result", outcome.result().name().toLowerCase(Locale.ROOT))
                .put("seconds", Math.round(outcome.seconds() * 1000) / 1000.0)
                .put("detail", outcome.detail())));
        return page;
    }

    static boolean failed(Map<String, List<StepOutcome>> labs) {
        return count(labs, StepOutcome.Result.FAILED) > 0;
    }

    private static long count(Map<String, List<StepOutcome>> labs, StepOutcome.Result result) {
        return labs.values().stream()
                .flatMap(List::stream)
                .filter(outcome -> outcome.result() == result)
                .count();
    }
}
