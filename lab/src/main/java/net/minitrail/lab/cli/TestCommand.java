package net.minitrail.lab.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code test}: the launcher's own; it runs Maven, which this process must not hold up. */
@Command(name = "test", description = "Builds everything and runs every test, as CI does. Option: --require-peers.")
final class TestCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "OPTION", description = "--require-peers: missing speakers are an error.")
    List<String> options = List.of();

    private final Minitrail program;

    TestCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        @Nullable String launcher = System.getProperty("minitrail.launcher");
        if (launcher == null) {
            throw new LabException(ErrorCode.MACHINE_LACKS, "no source tree to test", "run ./minitrail test in one");
        }
        program.out().flush();
        List<String> command = new ArrayList<>(List.of(launcher, "test"));
        command.addAll(options);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
