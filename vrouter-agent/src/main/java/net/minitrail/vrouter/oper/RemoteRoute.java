package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import net.minitrail.xmpp.stanza.RouteAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What a control node says of a prefix, as far as it is shown.
 *
 * @param controller index of the control node
 * @param label of its first next hop
 * @param network full name of the network that the route comes from, or empty
 */
public record RemoteRoute(
        int controller, int label, String network, long preference, long sequence, ImmutableList<String> communities) {

    /** What a path says; null if it leads nowhere. */
    static @Nullable RemoteRoute of(Path.Remote path) {
        if (path.item().nextHops().isEmpty() || !(path.source().id() instanceof Integer controller)) {
            return null;
        }
        RouteAttributes attributes = path.item().attributes();
        return new RemoteRoute(
                controller,
                path.item().nextHops().get(0).label(),
                attributes.virtualNetwork(),
                attributes.localPreference(),
                attributes.mobility().sequence(),
                attributes.communityTags());
    }
}
