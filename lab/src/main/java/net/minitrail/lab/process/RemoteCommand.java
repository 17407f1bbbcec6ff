package net.minitrail.lab.process;

import java.io.IOException;
import java.util.function.Consumer;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on a node or guest of a running lab, whatever kind it is.
 *
 * @param target a node's or guest's name
 */
public record RemoteCommand(RunningLab lab, String target) {

    /**
     * Runs one command line, handing out its output as it comes, that of errors with it.
     *
     * @return its exit code
     */
    public int run(String line, Consumer<String> out) throws IOException, InterruptedException {
        RunningNode node = node();
        return node.kind().isSpeaker() ? Daemon.of(node).run(line, true, out) : onOurs(node, line, out);
    }

    /** The same, with the errors of a real daemon's tool where the launcher's own go. */
    public int runApart(String line, Consumer<String> out) throws IOException, InterruptedException {
        RunningNode node = node();
        return node.kind().isSpeaker() ? Daemon.of(node).run(line, false, out) : onOurs(node, line, out);
    }

    /**
     * Types lines into a terminal of this name, which is there until the node ends; what a line has begun, such as a login
     * elsewhere, gets the lines that follow.
     *
     * @param echo whether prompts and lines are handed out too, as they stand on a screen
     * @return the exit code of the last line
     */
    public int type(String terminal, String lines, boolean echo, Consumer<String> out) {
        RunningNode node = node();
        if (node.kind().isSpeaker()) {
            throw new LabException(ErrorCode.COMMAND_REFUSED, "'" + target + "' has no terminals", null);
        }
        String guest = lab.guests().containsKey(target) ? target : null;
        NodeClient client = NodeClient.of(node);
        String session = "terminal " + terminal;
        int exit = 0;
        String prompt = client.complete("", 0, guest, session).path("prompt").asString("");
        for (String line : lines.lines().toList()) {
            if (echo) {
                out.accept(prompt + line + "\n");
            }
            NodeClient.ExecResult result = client.exec(line, guest, session, out);
            exit = result.exit();
            prompt = result.prompt();
        }
        return exit;
    }

    /** Begins a command on a node or guest of ours, whose output nobody wants; closing it ends it as Ctrl-C does. */
    public Background begin(String line) {
        return new Background(NodeClient.of(node()), line, lab.guests().containsKey(target) ? target : null);
    }

    /** A command that runs beside others. */
    public static final class Background implements AutoCloseable {
        private final Interrupter interrupter = new Interrupter();
        private final Thread thread;

        private Background(NodeClient node, String line, @Nullable String guest) {
            thread = new Thread(() -> node.exec(line, guest, null, text -> {}, interrupter), "meanwhile");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            interrupter.interrupt();
        }
    }

    private RunningNode node() {
        return lab.nodeOf(target)
                .orElseThrow(() -> new LabException(ErrorCode.NO_SUCH_NODE, "no node or guest '" + target + "'"));
    }

    private int onOurs(RunningNode node, String line, Consumer<String> out) {
        String guest = lab.guests().containsKey(target) ? target : null;
        return NodeClient.of(node).exec(line, guest, null, out).exit();
    }
}
