package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.IpAddress;

/**
 * Inclusive multicast Ethernet tag (route type 3, RFC 7432 section 7.3).
 *
 * @param rd the eight octets of the route distinguisher
 * @param ethernetTag 0 to 4294967295
 * @param originator the originating router
 */
public record EvpnInclusiveMulticast(long rd, long ethernetTag, IpAddress originator) implements EvpnNlri {
    static final int TYPE = 3;

    public EvpnInclusiveMulticast {
        checkArgument(ethernetTag >>> 32 == 0, "ethernet tag %s is not in 0..4294967295", ethernetTag);
    }

    @Override
    public int routeType() {
        return TYPE;
    }

    @Override
    public int compareWithinType(EvpnNlri other) {
        var that = (EvpnInclusiveMulticast) other;
        int byTag = Long.compare(ethernetTag, that.ethernetTag);
        return byTag != 0 ? byTag : originator.compareTo(that.originator);
    }

    /** {@code 3-192.168.100.3:7-0-192.168.100.3}, as Contrail prints it. */
    @Override
    public String toString() {
        return "3-" + distinguisher() + "-" + ethernetTag + "-" + originator;
    }
}
