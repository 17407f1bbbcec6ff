package net.minitrail.lab.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import net.minitrail.lab.process.RemoteCommand;
import net.minitrail.lab.process.RunningLab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exec NODE CMD…}: one command on a node or guest; prints exactly what it prints and exits as it does. */
@Command(name = "exec", description = "Runs a command on a node or guest.")
final class ExecCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NODE")
    String node = "";

    @Option(
            names = "--terminal",
            paramLabel = "NAME",
            description = "Types the command into a terminal of this name, where a login stays until it is left.")
    String terminal = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CMD")
    List<String> words = List.of();

    private final Minitrail program;

    ExecCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunningLab lab = program.selection().lab();
        Selection.nodeOf(lab, node);
        var command = new RemoteCommand(lab, node);
        String line = line(words);
        return terminal.isEmpty()
                ? command.runApart(line, this::print)
                : command.type(terminal, line, false, this::print);
    }

    /**
     * The line that the node reads. One word is a line as it stands; of several, those that the caller's shell has kept
     * together, blanks or pipes and all, stay together.
     */
    static String line(List<String> words) {
        boolean ready = words.get(0).contains(" ");
        return ready
                ? String.join(" ", words)
                : words.stream().map(ExecCommand::kept).collect(joining(" "));
    }

    private static String kept(String word) {
        boolean splits = word.isEmpty() || word.contains(" ") || (word.contains("|") && word.length() > 1);
        if (!splits || (word.contains("\"") && word.contains("'"))) {
            return word;
        }
        return word.contains("\"") ? "'" + word + "'" : "\"" + word + "\"";
    }

    private void print(String text) {
        program.out().print(text);
        program.out().flush();
    }
}
