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

    /** Reads {@code NODE:INTERFACE}. */
    public static CapturePoint parse(RunningLab lab, String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new LabException(ErrorCode.USAGE, "'" + text + "' is not of the form NODE:INTERFACE", null);
        }
        String name = text.substring(0, colon);
        ImmutableList<String> names =
                lab.nodes().stream().map(RunningNode::name).collect(ImmutableList.toImmutableList());
        RunningNode node = lab.node(name)
                .orElseThrow(() -> new LabException(
                        ErrorCode.NO_SUCH_NODE,
                        "lab '" + lab.name() + "' has no node '" + name + "'",
                        Suggestion.of(name, names)));
        return new CapturePoint(text, node, text.substring(colon + 1));
    }
}
