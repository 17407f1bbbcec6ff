package net.minitrail.lab.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import net.minitrail.lab.process.LabStarter;
import net.minitrail.lab.process.NodeControl;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.process.RunningNode;
import net.minitrail.lab.topology.Lab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code restart NODE}: ends a node in order, starts it again and waits until the lab has converged. */
@Command(name = "restart", description = "Restarts a node and waits until the lab has converged.")
final class RestartCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NODE")
    String node = "";

    private final Minitrail program;

    RestartCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunningLab running = program.selection().lab();
        RunningNode target = Selection.node(running, node);
        Lab lab = Selection.fileOf(running);
        new NodeControl(program.state().lab(running.name())).stop(target.name());
        LabStarter starter = new LabStarter(program.state(), program.progress(), Duration.ofSeconds(60));
        starter.await(lab, starter.start(lab, running, target.name()));
        return 0;
    }
}
