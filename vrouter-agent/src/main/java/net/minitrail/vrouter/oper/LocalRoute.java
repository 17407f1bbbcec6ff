package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import net.minitrail.xmpp.stanza.LoadBalance;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import org.jspecify.annotations.Nullable;

/**
 * What this node says of a prefix that a guest of it has, or of a MAC.
 *
 * @param network full name of the guest's network
 * @param label of MPLS, or the network identifier where VXLAN is what is offered
 * @param encapsulations that it may be reached by
 * @param preference local preference
 * @param sequence how often the address has moved
 * @param hashing what chooses among those who have it; null for the default
 */
public record LocalRoute(
        String network,
        int label,
        ImmutableList<TunnelEncapsulation> encapsulations,
        int preference,
        long sequence,
        ImmutableList<Long> securityGroups,
        @Nullable LoadBalance hashing) {

    static LocalRoute of(Claim claim) {
        return of(claim, claim.label());
    }

    /** Of an address that several interfaces have, whose label is of all of them. */
    static LocalRoute ofShared(Claim claim, int label) {
        return of(claim, label);
    }

    /** Of the MAC behind a claim: frames for it come with the label of bridging. */
    static LocalRoute ofMac(Claim claim) {
        return of(claim, claim.owner().bridgeLabel());
    }

    /** Of a network's broadcast tree. */
    static LocalRoute ofTree(OperVrf vrf, int label) {
        return new LocalRoute(
                vrf.networkName(), label, TunnelChoice.LABELLED, PathPreference.LOW, 0, ImmutableList.of(), null);
    }

    /** The same for frames that come in VXLAN, whatever MAC of the network they are for. */
    LocalRoute inVxlan(int vni) {
        return new LocalRoute(network, vni, TunnelChoice.VXLAN_ALONE, preference, sequence, securityGroups, hashing);
    }

    private static LocalRoute of(Claim claim, int label) {
        return new LocalRoute(
                claim.owner().config().network(),
                label,
                TunnelChoice.LABELLED,
                claim.preference().preference(),
                claim.preference().sequence(),
                claim.owner().config().groups().groups(),
                HashFieldsReader.said(claim.owner().hashFields()));
    }
}
