package net.minitrail.lab.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.minitrail.lab.process.NodeControl;
import net.minitrail.lab.process.RunningLab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kill NODE [--signal S]}: sends a signal to a node of ours. */
@Command(name = "kill", description = "Sends a signal to a node.")
final class KillCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NODE")
    String node = "";

    @Option(names = "--signal", paramLabel = "S", description = "KILL, TERM, STOP, CONT … (${DEFAULT-VALUE}).")
    String signal = "KILL";

    private final Minitrail program;

    KillCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException {
        RunningLab running = program.selection().lab();
        String name = Selection.node(running, node).name();
        String word = signal.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        new NodeControl(program.state().lab(running.name())).signal(name, word);
        return 0;
    }
}
