package net.minitrail.lab.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.explain.Suggestion;
import net.minitrail.lab.process.LabStopper;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code down [LAB] [--all]}: ends a lab's processes and removes its files. */
@Command(name = "down", description = "Stops a lab; nothing of it stays.")
final class DownCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "LAB", description = "The only running lab if not given.")
    @Nullable
    String which;

    @Option(names = "--all", description = "Every lab of this user.")
    boolean all;

    private final Minitrail program;

    DownCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException {
        List<String> running = program.state().labs();
        String named = which != null ? which : program.lab;
        List<String> labs = running;
        if (named != null && !all) {
            if (!running.contains(named) && !program.catalog().names().contains(named)) {
                throw new LabException(
                        ErrorCode.NO_SUCH_LAB, "no lab '" + named + "' is running", Suggestion.of(named, running));
            }
            labs = List.of(named);
        } else if (!all && running.size() > 1) {
            throw new LabException(
                    ErrorCode.AMBIGUOUS_LAB,
                    "several labs are running: " + String.join(", ", running),
                    "name one, or --all");
        }
        for (String lab : labs) {
            if (new LabStopper(program.state()).down(lab) && !program.quiet) {
                program.err().println(lab + " is down");
            }
        }
        return 0;
    }
}
