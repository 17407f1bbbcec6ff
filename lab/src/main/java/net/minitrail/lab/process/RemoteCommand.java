package net.minitrail.lab.process;

import java.io.IOException;
import java.util.function.Consumer;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.NodeKind;

/**
 * Runs commands on a node or guest of a running lab, whatever kind it is.
 *
 * @param target a node's or guest's name
 */
public record RemoteCommand(RunningLab lab, String target) {

    /**
     * Runs one command line, handing out its output as it comes.
     *
     * @return its exit code
     */
    public int run(String line, Consumer<String> out) throws IOException, InterruptedException {
        RunningNode node = lab.nodeOf(target)
                .orElseThrow(() -> new LabException(ErrorCode.NO_SUCH_NODE, "no node or guest '" + target + "'"));
        if (node.kind() == NodeKind.GOBGP) {
            return Gobgp.of(node).run(line, out);
        }
        String guest = lab.guests().containsKey(target) ? target : null;
        return NodeClient.of(node).exec(line, guest, null, out).exit();
    }
}
