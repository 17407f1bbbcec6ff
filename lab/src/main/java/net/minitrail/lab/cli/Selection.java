package net.minitrail.lab.cli;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.explain.Suggestion;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.process.RunningNode;
import net.minitrail.lab.process.StateRoot;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabReader;
import net.minitrail.lab.topology.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * Finds the running lab, node or guest that a command is about.
 *
 * @param name the lab that the user named; null to take the only one that runs
 */
record Selection(StateRoot state, @Nullable String name) {

    RunningLab lab() {
        ImmutableList<String> running = state.labs();
        String wanted = name;
        if (wanted == null) {
            if (running.size() > 1) {
                throw new LabException(
                        ErrorCode.AMBIGUOUS_LAB,
                        "several labs are running: " + String.join(", ", running),
                        "say which: -n LAB");
            }
            if (running.isEmpty()) {
                throw new LabException(ErrorCode.NOT_RUNNING, "no lab is running", "'minitrail up' starts one");
            }
            wanted = running.get(0);
        }
        String found = wanted;
        return state.lab(found)
                .read()
                .orElseThrow(() -> new LabException(
                        ErrorCode.NOT_RUNNING, "lab '" + found + "' is not running", Suggestion.of(found, running)));
    }

    /** The lab file that a running lab was started from; it must not have changed. */
    static Lab fileOf(RunningLab running) {
        Lab lab = LabReader.read(Path.of(running.file()));
        if (!lab.digest().equals(running.digest())) {
            throw new LabException(
                    ErrorCode.LAB_DIFFERS,
                    running.file() + " has changed since '" + running.name() + "' was started",
                    "'down' and 'up' apply it");
        }
        return lab;
    }

    /** The node of this name, or the agent of the guest of this name; one that the lab runs. */
    static RunningNode nodeOf(RunningLab lab, String nodeOrGuest) {
        RunningNode found = lab.nodeOf(nodeOrGuest)
                .orElseThrow(() -> new LabException(
                        ErrorCode.NO_SUCH_NODE,
                        "lab '" + lab.name() + "' has no node or guest '" + nodeOrGuest + "'",
                        Suggestion.of(nodeOrGuest, lab.names())));
        return run(lab, found);
    }

    /** The node of this name; one that the lab runs. */
    static RunningNode node(RunningLab lab, String node) {
        RunningNode found = lab.node(node)
                .orElseThrow(() -> new LabException(
                        ErrorCode.NO_SUCH_NODE,
                        "lab '" + lab.name() + "' has no node '" + node + "'",
                        Suggestion.of(
                                node,
                                lab.nodes().stream().map(RunningNode::name).toList())));
        return run(lab, found);
    }

    private static RunningNode run(RunningLab lab, RunningNode node) {
        if (node.kind() == NodeKind.EXTERNAL) {
            throw new LabException(
                    ErrorCode.NODE_IS_EXTERNAL,
                    "lab '" + lab.name() + "' does not run '" + node.name() + "': it is external",
                    "'inspect sessions' shows what its neighbors say of it");
        }
        return node;
    }
}
