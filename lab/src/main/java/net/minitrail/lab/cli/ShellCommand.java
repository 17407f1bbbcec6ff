package net.minitrail.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.process.Daemon;
import net.minitrail.lab.process.Interrupter;
import net.minitrail.lab.process.NodeClient;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.process.RunningNode;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code shell NODE}: a node's or guest's command line, with history, completion and {@code ?} for help. */
@Command(name = "shell", description = "Opens the command line of a node or guest.")
final class ShellCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NODE")
    String node = "";

    private final Minitrail program;

    ShellCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunningLab lab = program.selection().lab();
        RunningNode target = Selection.nodeOf(lab, node);
        if (target.kind().isSpeaker()) {
            return talk(Daemon.of(target));
        }
        NodeClient client = NodeClient.of(target);
        String guest = lab.guests().containsKey(node) ? node : null;
        String session = UUID.randomUUID().toString();
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            return talk(terminal, client, guest, session);
        }
    }

    private int talk(Daemon daemon) throws IOException, InterruptedException {
        if (!daemon.speaker().hasShell()) {
            String tool = daemon.speaker().tool();
            throw new LabException(
                    ErrorCode.COMMAND_REFUSED, tool + " has no shell", "exec " + node + " \"" + tool + " …\"");
        }
        return daemon.talk();
    }

    private static int talk(Terminal terminal, NodeClient client, @Nullable String guest, String session) {
        ShellWords words = new ShellWords(client, guest, session);
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(new char[0]);
        parser.setQuoteChars(new char[0]);
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(parser)
                .completer(words)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
                .build();
        words.bindQuestionMark(reader);
        Interrupter interrupter = new Interrupter();
        terminal.handle(Terminal.Signal.INT, signal -> interrupt(interrupter));
        String prompt = words.prompt();
        int exit = 0;
        boolean talking = false;
        while (true) {
            String line;
            try {
                line = reader.readLine(prompt).strip();
            } catch (UserInterruptException e) {
                continue; // Ctrl-C drops the line
            } catch (EndOfFileException e) {
                return exit;
            }
            if (!talking && words.leaves(line, prompt)) {
                return exit;
            }
            NodeClient.ExecResult result = client.exec(
                    line,
                    guest,
                    session,
                    text -> {
                        terminal.writer().print(text);
                        terminal.flush();
                    },
                    interrupter);
            exit = result.exit();
            if (exit == Errors.INTERRUPTED) {
                terminal.writer().println();
            }
            prompt = result.prompt();
            talking = result.talking();
        }
    }

    private static void interrupt(Interrupter interrupter) {
        try {
            interrupter.interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
