package net.minitrail.lab.scenario;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.StepSource;
import org.jspecify.annotations.Nullable;

/** Runs the steps of a lab, one after the other. After a {@code do} that failed, the rest makes no sense and is skipped. */
public final class ScenarioRunner {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final LabHandle lab;
    private final @Nullable String tag;
    private final double slowFactor;
    private final Words words = new Words();
    /** What the checks of the present step have measured. */
    private String measured = "";

    /**
     * For a running lab.
     *
     * @param tag only expectations with this tag are tried; null for all
     * @param slowFactor stretches every {@code within} and {@code never}
     */
    public ScenarioRunner(LabHandle lab, @Nullable String tag, double slowFactor) {
        this.lab = lab;
        this.tag = tag;
        this.slowFactor = slowFactor;
    }

    /** Runs all steps; {@code each} hears of every outcome at once. */
    public ImmutableList<StepOutcome> run(Consumer<StepOutcome> each) throws InterruptedException {
        ImmutableList.Builder<StepOutcome> outcomes = ImmutableList.builder();
        boolean broken = false;
        for (StepSource source : lab.lab().steps()) {
            Step step = Step.of(source, words);
            StepOutcome outcome = broken ? skipped(step, "an earlier 'do' failed") : one(step);
            broken |= step.checks().isEmpty() && outcome.result() == StepOutcome.Result.FAILED;
            each.accept(outcome);
            outcomes.add(outcome);
        }
        return outcomes.build();
    }

    private StepOutcome one(Step step) throws InterruptedException {
        if (tag != null && !step.checks().isEmpty() && !step.tags().contains(tag)) {
            return skipped(step, "no tag '" + tag + "'");
        }
        long start = System.nanoTime();
        measured = "";
        @Nullable String problem;
        try {
            problem =
                    step.checks().isEmpty() ? act(step) : step.never() != null ? hold(step, step.never()) : reach(step);
        } catch (LabException | IOException e) {
            problem = String.valueOf(e.getMessage());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new StepOutcome(
                step.title(),
                step.line(),
                problem == null ? StepOutcome.Result.PASSED : StepOutcome.Result.FAILED,
                seconds,
                problem == null ? measured : problem);
    }

    private @Nullable String act(Step step) throws IOException, InterruptedException {
        for (Action action : step.actions()) {
            action.run(lab);
        }
        return null;
    }

    /** Tries until all checks hold. */
    private @Nullable String reach(Step step) throws InterruptedException {
        long end = System.nanoTime() + stretched(step.within());
        while (true) {
            Check.Verdict verdict = look(step);
            if (verdict.holds()) {
                return null;
            }
            if (step.checks().stream().anyMatch(Check::once)) {
                return "not so\n" + verdict.detail();
            }
            if (System.nanoTime() > end) {
                return "not so within " + step.within().toMillis() / 1000.0 + " s\n" + verdict.detail();
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }

    /** Watches that the checks do not hold. */
    private @Nullable String hold(Step step, Duration length) throws InterruptedException {
        long end = System.nanoTime() + stretched(length);
        while (System.nanoTime() < end) {
            if (look(step).holds()) {
                return "it was so, though it never must be";
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        return null;
    }

    private Check.Verdict look(Step step) throws InterruptedException {
        measured = "";
        for (Check check : step.checks()) {
            Check.Verdict verdict;
            try {
                verdict = check.look(lab.running());
            } catch (LabException | IOException e) {
                verdict = Check.Verdict.bad(String.valueOf(e.getMessage()));
            }
            if (!verdict.holds()) {
                return verdict;
            }
            measured += verdict.detail();
        }
        return Check.Verdict.good();
    }

    private long stretched(Duration duration) {
        return (long) (duration.toNanos() * slowFactor);
    }

    private static StepOutcome skipped(Step step, String why) {
        return new StepOutcome(step.title(), step.line(), StepOutcome.Result.SKIPPED, 0, why);
    }
}
