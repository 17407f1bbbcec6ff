package net.minitrail.lab.cli;

import com.google.common.collect.ImmutableSet;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import net.minitrail.lab.topology.LabReader;
import net.minitrail.net.runtime.ProgramLog;

/** {@code minitrail}: see {@link Minitrail} for the commands. */
public final class Main {
    private static final ImmutableSet<String> READ_LABS = ImmutableSet.of("up", "run", "validate", "graph");

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
        if (READ_LABS.contains(first)) {
            LabReader.prepare(); // on another core, while this one makes the grammar of the command line
        }
        return Minitrail.commandLine(out, err, first).execute(arguments);
    }
}
