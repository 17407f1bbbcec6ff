package net.minitrail.lab.process;

import java.io.IOException;
import java.util.function.Consumer;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;

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

    private RunningNode node() {
        return lab.nodeOf(target)
                .orElseThrow(() -> new LabException(ErrorCode.NO_SUCH_NODE, "no node or guest '" + target + "'"));
    }

    private int onOurs(RunningNode node, String line, Consumer<String> out) {
        String guest = lab.guests().containsKey(target) ? target : null;
        return NodeClient.of(node).exec(line, guest, null, out).exit();
    }
}
