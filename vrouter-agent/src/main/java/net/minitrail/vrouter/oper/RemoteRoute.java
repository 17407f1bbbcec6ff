package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;

/**
 * What a control node says of a prefix, as far as it is shown.
 *
 * @param controller index of the control node
 * @param label of its first next hop
 * @param network full name of the network that the route comes from, or empty
 */
public record RemoteRoute(
        int controller, int label, String network, long preference, long sequence, ImmutableList<String> communities) {}
