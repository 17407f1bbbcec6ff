package net.minitrail.lab.topology;

import java.util.Comparator;
import net.minitrail.lab.explain.ErrorCode;

/**
 * One mistake in a lab file.
 *
 * @param path where it is, as a JSON pointer such as {@code /guests/vm1/ports/0/network}
 * @param message what was found and what was expected, without the place
 * @param hint the nearest valid word or what to do; empty if there is nothing to add
 */
public record LabProblem(ErrorCode code, Position position, String path, String message, String hint)
        implements Comparable<LabProblem> {
    private static final Comparator<LabProblem> ORDER = Comparator.comparing(LabProblem::position)
            .thenComparing(LabProblem::path)
            .thenComparing(LabProblem::message);

    @Override
    public int compareTo(LabProblem other) {
        return ORDER.compare(this, other);
    }

    /** One line: {@code 41:5 /networks/test_vn: unknown key 'route_target'; did you mean 'route-targets'? [LAB-1201]}. */
    @Override
    public String toString() {
        return "%s: %s: %s%s [%s]"
                .formatted(
                        position, path.isEmpty() ? "/" : path, message, hint.isEmpty() ? "" : "; " + hint, code.code());
    }
}
