package net.minitrail.lab.capture;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.explain.Suggestion;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.process.RunningNode;

/**
 * Where to listen.
 *
 * @param text as the user wrote it; names the interface block
 * @param node whose endpoint is asked
 * @param point as that node calls it
 */
public record CapturePoint(String text, RunningNode node, String point) {

    /**
     * Reads {@code NODE:INTERFACE}, or {@code bgp:A-B} and {@code xmpp:A-B}: the session between two nodes, as the first of
     * them sees it that is one of ours (node names may contain dashes themselves).
     */
    public static CapturePoint parse(RunningLab lab, String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new LabException(
                    ErrorCode.USAGE,
                    "'" + text + "' is not of the form NODE:INTERFACE, bgp:NODE-NODE or xmpp:NODE-NODE",
                    null);
        }
        String name = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (lab.node(name).isEmpty() && (name.equals("bgp") || name.equals("xmpp"))) {
            return session(lab, text, name, rest);
        }
        return new CapturePoint(text, node(lab, name), rest);
    }

    private static RunningNode node(RunningLab lab, String name) {
        ImmutableList<String> names =
                lab.nodes().stream().map(RunningNode::name).collect(ImmutableList.toImmutableList());
        return lab.node(name)
                .orElseThrow(() -> new LabException(
                        ErrorCode.NO_SUCH_NODE,
                        "lab '" + lab.name() + "' has no node '" + name + "'",
                        Suggestion.of(name, names)));
    }

    private static CapturePoint session(RunningLab lab, String text, String protocol, String pair) {
        for (int dash = pair.indexOf('-'); dash > 0; dash = pair.indexOf('-', dash + 1)) {
            Optional<RunningNode> first = lab.node(pair.substring(0, dash));
            Optional<RunningNode> second = lab.node(pair.substring(dash + 1));
            if (first.isPresent() && second.isPresent()) {
                boolean ours = first.get().endpoints().containsKey("control");
                RunningNode watcher = ours ? first.get() : second.get();
                RunningNode peer = ours ? second.get() : first.get();
                return new CapturePoint(text, watcher, protocol + ":" + peer.address());
            }
        }
        throw new LabException(
                ErrorCode.NO_SUCH_NODE, "'" + pair + "' does not name two nodes of lab '" + lab.name() + "'", null);
    }
}
