package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import org.jspecify.annotations.Nullable;

/**
 * One announced route without its path attributes.
 *
 * @param labels the MPLS labels of a VPN route; for EVPN the first label of {@code evpn} read as MPLS, which a VXLAN
 *     route ignores; none for other families
 * @param evpn for EVPN routes only
 */
public record Route(Nlri nlri, LabelStack labels, @Nullable EvpnDetails evpn) {

    public Route {
        checkArgument(evpn == null || nlri instanceof EvpnNlri, "EVPN details on %s", nlri);
    }

    /** A route of a family without labels. */
    public static Route of(Nlri nlri) {
        return new Route(nlri, LabelStack.none(), null);
    }

    public static Route of(Nlri nlri, LabelStack labels) {
        return new Route(nlri, labels, null);
    }

    public static Route of(EvpnNlri nlri, EvpnDetails details) {
        return new Route(nlri, details.mplsLabels(), details);
    }
}
