package net.minitrail.lab.cli;

import java.util.concurrent.Callable;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code explain CODE}: what an error means. */
@Command(name = "explain", description = "Explains the code of an error, such as LAB-1301.")
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CODE")
    String code = "";

    private final Minitrail program;

    ExplainCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        ErrorCode error = ErrorCode.find(code)
                .orElseThrow(() -> new LabException(ErrorCode.NO_SUCH_CODE, "no error has the code '" + code + "'"));
        program.out().println(error.code() + " (exit status " + error.exitStatus() + ")");
        program.out().println(error.explanation());
        return 0;
    }
}
