package net.minitrail.lab.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import net.minitrail.net.runtime.ProgramLog;

/** {@code minitrail}: see {@link Minitrail} for the commands. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        ProgramLog.use();
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, arguments);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** Runs one command line and answers its exit status. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        return Minitrail.commandLine(out, err, first).execute(arguments);
    }
}
