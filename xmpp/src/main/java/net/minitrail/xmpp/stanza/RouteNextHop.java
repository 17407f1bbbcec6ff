package net.minitrail.xmpp.stanza;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a route leads.
 *
 * @param address of the compute node or gateway at the tunnel's end
 * @param mac the router's, for chained EVPN prefix routes
 * @param label 0 to 16777215: an MPLS label, a VNI where the encapsulation is VXLAN only, or the low end of a multicast
 *     range
 * @param labelEnd the high end of a multicast range, otherwise equal to {@code label}
 * @param l3Label of an EVPN route, 0 if absent
 * @param vni 0 if absent
 * @param encapsulations those we know, in the sender's order
 * @param unknownEncapsulations names we do not know, in the sender's order
 * @param virtualNetwork full name of the network behind this next hop, or empty
 * @param tags as sent
 * @param localSequence 0 if absent
 */
public record RouteNextHop(
        IpAddress address,
        @Nullable MacAddress mac,
        int label,
        int labelEnd,
        int l3Label,
        int vni,
        ImmutableList<TunnelEncapsulation> encapsulations,
        ImmutableList<String> unknownEncapsulations,
        String virtualNetwork,
        ImmutableList<Long> tags,
        long localSequence) {

    public static final int MAX_LABEL = 0xFF_FFFF;

    public RouteNextHop {
        checkArgument(label >= 0 && label <= MAX_LABEL, "label %s is not in 0..16777215", label);
        checkArgument(labelEnd >= label && labelEnd <= MAX_LABEL, "label range %s-%s", label, labelEnd);
    }

    /** A next hop as most routes have it: one label, known encapsulations. */
    public static RouteNextHop of(
            IpAddress address, int label, Iterable<TunnelEncapsulation> encapsulations, String virtualNetwork) {
        return new RouteNextHop(
                address,
                null,
                label,
                label,
                0,
                0,
                ImmutableList.copyOf(encapsulations),
                ImmutableList.of(),
                virtualNetwork,
                ImmutableList.of(),
                0);
    }

    /** False when the sender named encapsulations and we know none of them: the route is kept and passed on to nobody. */
    public boolean isUsable() {
        return !encapsulations.isEmpty() || unknownEncapsulations.isEmpty();
    }
}
