package net.minitrail.bgp.wire;

import net.minitrail.net.RouteDistinguisher;

/** An EVPN route (RFC 7432 section 7), family 25/70. */
public sealed interface EvpnNlri extends Nlri permits EvpnMacIp, EvpnInclusiveMulticast, EvpnIpPrefix, EvpnOpaque {

    /** The route type on the wire, 0 to 255. */
    int routeType();

    /** The eight octets of the route distinguisher; 0 if the type is not known to have one. */
    long rd();

    default RouteDistinguisher distinguisher() {
        return new RouteDistinguisher(rd());
    }

    @Override
    default AddressFamily family() {
        return AddressFamily.EVPN;
    }

    @Override
    default int compareWithinFamily(Nlri other) {
        var that = (EvpnNlri) other;
        int byType = Integer.compare(routeType(), that.routeType());
        int byRd = byType != 0 ? byType : Long.compareUnsigned(rd(), that.rd());
        return byRd != 0 ? byRd : compareWithinType(that);
    }

    /** Orders routes of one type and distinguisher. */
    int compareWithinType(EvpnNlri other);
}
