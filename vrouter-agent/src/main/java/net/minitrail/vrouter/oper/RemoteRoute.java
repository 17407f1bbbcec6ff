package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;

/**
 * What a control node says of a prefix, as far as it is shown.
 *
 * @param controller index of the control node
 * @param network full name of the network that the route comes from, or empty
 */
public record RemoteRoute(
        int controller, String network, long preference, long sequence, ImmutableList<String> communities) {}
