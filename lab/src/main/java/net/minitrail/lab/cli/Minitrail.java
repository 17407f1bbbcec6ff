package net.minitrail.lab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import net.minitrail.lab.process.StateRoot;
import net.minitrail.lab.topology.LabCatalog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program as a whole: its options, which stand before or after the command, and what every command needs. */
@Command(
        name = "minitrail",
        description = "A Contrail data centre and its SDN gateway on one machine.",
        mixinStandardHelpOptions = false,
        synopsisHeading = "Usage: ",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, all expectations met",
            "1:an expectation failed",
            "2:wrong usage",
            "3:lab file invalid",
            "4:did not start or converge in time",
            "5:the machine lacks something, which is named",
            "6:no such lab, node or table",
            "130:interrupted"
        })
final class Minitrail {
    /** How data is printed. */
    enum Format {
        table,
        json,
        yaml
    }

    @Option(
            names = {"-n", "--name"},
            paramLabel = "LAB",
            scope = ScopeType.INHERIT,
            description = "The lab that is meant.")
    @Nullable
    String lab;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "table, json or yaml.")
    Format format = Format.table;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Plain text.")
    boolean noColor;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "More to read; -vv: also where an error arose.")
    boolean[] verbose = {};

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "This text.")
    boolean help;

    private final PrintWriter out;
    private final PrintWriter err;
    private final StateRoot state;
    private final LabCatalog catalog;

    private Minitrail(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
        this.state = StateRoot.ofUser();
        this.catalog = new LabCatalog(Path.of(System.getProperty("minitrail.labs", "lab/labs")));
    }

    /** The whole program. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return commandLine(out, err, "");
    }

    /** As much of the program as it takes to run a line that begins with a word, which may be empty. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, String first) {
        Minitrail program = new Minitrail(out, err);
        CommandLine line = new CommandLine(program).setOut(out).setErr(err);
        for (Object command : Commands.of(program, first)) {
            CommandLine sub = new CommandLine(command);
            if (command instanceof ExecCommand || command instanceof TestCommand) {
                sub.setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true);
            }
            line.addSubcommand(sub);
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(
                (error, at, parsed) -> program.errors().print(error));
        line.setParameterExceptionHandler((error, arguments) -> program.errors().usage(error));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                program.color() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return line;
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    StateRoot state() {
        return state;
    }

    LabCatalog catalog() {
        return catalog;
    }

    Errors errors() {
        return new Errors(err, format != Format.table, verbose.length >= 2);
    }

    /** Which running lab a command is about. */
    Selection selection() {
        return new Selection(state, lab);
    }

    Page.Printer printer() {
        return new Page.Printer(out, format);
    }

    /** Whether the standard error is a terminal that moves its cursor. */
    boolean live() {
        return System.getProperty("minitrail.terminal", "").contains("2") && !"dumb".equals(System.getenv("TERM"));
    }

    boolean color() {
        return !noColor && System.getenv("NO_COLOR") == null && live();
    }

    ProgressPrinter progress() {
        return new ProgressPrinter(err, quiet, live(), color(), verbose.length > 0);
    }
}
