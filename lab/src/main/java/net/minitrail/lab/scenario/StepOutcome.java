package net.minitrail.lab.scenario;

/**
 * How a step ended.
 *
 * @param line where it stands in the lab file
 * @param detail what was found and expected, or why it was skipped; what was measured, or empty, if it passed
 */
public record StepOutcome(String title, int line, Result result, double seconds, String detail) {
    /** The three ways. */
    public enum Result {
        PASSED,
        FAILED,
        SKIPPED
    }
}
