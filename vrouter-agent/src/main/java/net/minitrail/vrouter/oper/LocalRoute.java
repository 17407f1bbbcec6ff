package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;

/**
 * What this node says of a prefix that a guest of it has.
 *
 * @param network full name of the guest's network
 * @param preference local preference
 * @param sequence how often the address has moved
 */
public record LocalRoute(String network, int label, int preference, long sequence, ImmutableList<Long> securityGroups) {

    static LocalRoute of(Claim claim) {
        return new LocalRoute(
                claim.owner().config().network(),
                claim.label(),
                claim.preference().preference(),
                claim.preference().sequence(),
                claim.owner().config().securityGroups());
    }
}
