package net.minitrail.lab.cli;

import java.util.concurrent.Callable;
import net.minitrail.lab.process.RunningLab;
import picocli.CommandLine.Command;

/** {@code status}: nodes, sessions, memory. */
@Command(name = "status", description = "Shows the nodes of a running lab, their sessions and memory.")
final class StatusCommand implements Callable<Integer> {
    private final Minitrail program;

    StatusCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        RunningLab lab = program.selection().lab();
        Page status = LabStatus.of(lab, program.state().lab(lab.name()));
        program.printer().print(status);
        if (program.format == Minitrail.Format.table) {
            program.out().println();
            program.printer().print(LabStatus.sessions(status));
            long total = 0;
            for (var row : status.rows()) {
                total += row.path("rss_kib").asLong();
            }
            program.out().printf("%n%s: %d MiB resident%n", lab.name(), total / 1024);
        }
        return 0;
    }
}
