package net.minitrail.lab.capture;

import com.google.common.collect.ImmutableList;
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

    /** Reads {@code NODE:INTERFACE}, or {@code bgp:A-B} and {@code xmpp:A-B} for the messages of the session of two nodes. */
    public static CapturePoint parse(RunningLab lab, String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new LabException(
                    ErrorCode.USAGE, "'" + text + "' is not of the form NODE:INTERFACE, bgp:A-B or xmpp:A-B", null);
        }
        String name = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (name.equals("bgp") || name.equals("xmpp")) {
            return session(lab, text, name, rest);
        }
        return new CapturePoint(text, node(lab, name), rest);
    }

    /** Node names may hold dashes, so every dash is tried as the one between two names. */
    private static CapturePoint session(RunningLab lab, String text, String protocol, String ends) {
        for (int dash = ends.indexOf('-'); dash >= 0; dash = ends.indexOf('-', dash + 1)) {
            var a = lab.node(ends.substring(0, dash));
            var b = lab.node(ends.substring(dash + 1));
            if (a.isPresent() && b.isPresent()) {
                boolean first = a.get().kind().isOurs();
                RunningNode asked = first ? a.get() : b.get();
                RunningNode other = first ? b.get() : a.get();
                return new CapturePoint(text, asked, protocol + ":" + other.address());
            }
        }
        throw new LabException(
                ErrorCode.NO_SUCH_NODE,
                "'" + ends + "' is not two nodes of lab '" + lab.name() + "'",
                "A-B, such as " + String.join("-", names(lab).stream().limit(2).toList()));
    }

    private static RunningNode node(RunningLab lab, String name) {
        return lab.node(name)
                .orElseThrow(() -> new LabException(
                        ErrorCode.NO_SUCH_NODE,
                        "lab '" + lab.name() + "' has no node '" + name + "'",
                        Suggestion.of(name, names(lab))));
    }

    private static ImmutableList<String> names(RunningLab lab) {
        return lab.nodes().stream().map(RunningNode::name).collect(ImmutableList.toImmutableList());
    }
}
