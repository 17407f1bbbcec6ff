package net.minitrail.lab.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.process.RunningLab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs NODE [-f]}: what a node's process wrote. */
@Command(name = "logs", description = "Prints the log of a node.")
final class LogsCommand implements Callable<Integer> {
    private static final long LOOK_AGAIN_MS = 100;

    @Parameters(paramLabel = "NODE")
    String node = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as the log grows.")
    boolean follow;

    private final Minitrail program;

    LogsCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunningLab lab = program.selection().lab();
        Path log = program.state().lab(lab.name()).log(Selection.node(lab, node).name());
        if (!Files.exists(log)) {
            throw new LabException(ErrorCode.NO_SUCH_NODE, "'" + node + "' has no log: the lab does not run it");
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] part = new byte[8192];
            do {
                for (int n = file.read(part); n > 0; n = file.read(part)) {
                    program.out().print(new String(part, 0, n, StandardCharsets.UTF_8));
                }
                program.out().flush();
                if (follow) {
                    Thread.sleep(LOOK_AGAIN_MS);
                }
            } while (follow && Files.exists(log) && !program.out().checkError());
        }
        return 0;
    }
}
