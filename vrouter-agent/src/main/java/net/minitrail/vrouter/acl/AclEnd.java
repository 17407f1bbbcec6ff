package net.minitrail.vrouter.acl;

import com.google.common.collect.ImmutableList;
import net.minitrail.net.IpPrefix;

/**
 * One end of a rule's match. What it does not say does not matter.
 *
 * @param network full name of a network, {@code any}, or empty
 * @param group number of a security group, 0 for none
 * @param prefixes one of which holds the address; empty for any
 * @param firstPort -1 for any
 */
public record AclEnd(String network, long group, ImmutableList<IpPrefix> prefixes, int firstPort, int lastPort) {

    boolean matches(Traffic.End end) {
        return (network.isEmpty() || network.equals("any") || network.equals(end.network()))
                && (group == 0 || end.groups().contains(group))
                && (firstPort < 0 || (end.port() >= firstPort && end.port() <= lastPort))
                && holds(end);
    }

    private boolean holds(Traffic.End end) {
        if (prefixes.isEmpty()) {
            return true;
        }
        for (IpPrefix prefix : prefixes) {
            if (prefix.contains(end.address())) {
                return true;
            }
        }
        return false;
    }
}
