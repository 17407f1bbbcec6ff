package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.IpPrefix;

/**
 * IP prefix (route type 5). Segment, gateway and label are not part of the key (RFC 9136 section 3.1).
 *
 * @param rd the eight octets of the route distinguisher
 * @param ethernetTag 0 to 4294967295
 */
public record EvpnIpPrefix(long rd, long ethernetTag, IpPrefix prefix) implements EvpnNlri {
    static final int TYPE = 5;

    public EvpnIpPrefix {
        checkArgument(ethernetTag >>> 32 == 0, "ethernet tag %s is not in 0..4294967295", ethernetTag);
    }

    @Override
    public int routeType() {
        return TYPE;
    }

    @Override
    public int compareWithinType(EvpnNlri other) {
        var that = (EvpnIpPrefix) other;
        int byTag = Long.compare(ethernetTag, that.ethernetTag);
        return byTag != 0 ? byTag : prefix.compareTo(that.prefix);
    }

    /** {@code 5-192.168.100.3:7-0-192.168.1.0/24}, as Contrail prints it. */
    @Override
    public String toString() {
        return "5-" + distinguisher() + "-" + ethernetTag + "-" + prefix;
    }
}
