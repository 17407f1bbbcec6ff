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
        return of(claim, claim.label());
    }

    /** Of the MAC behind a claim: frames for it come with the label of bridging. */
    static LocalRoute ofMac(Claim claim) {
        return of(claim, claim.owner().bridgeLabel());
    }

    /** Of a network's broadcast tree. */
    static LocalRoute ofTree(OperVrf vrf, int label) {
        return new LocalRoute(vrf.networkName(), label, PathPreference.LOW, 0, ImmutableList.of());
    }

    private static LocalRoute of(Claim claim, int label) {
        return new LocalRoute(
                claim.owner().config().network(),
                label,
                claim.preference().preference(),
                claim.preference().sequence(),
                claim.owner().config().securityGroups());
    }
}
