package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * An EVPN route of a type that is not interpreted. All its octets are taken for the key, so it can be stored and passed
 * on.
 *
 * @param octets what follows the length octet on the wire, at most 255
 */
public record EvpnOpaque(int routeType, OctetString octets) implements EvpnNlri {

    public EvpnOpaque {
        checkArgument(octets.length() <= 255, "%s octets do not fit in an EVPN route", octets.length());
    }

    @Override
    public long rd() {
        return octets.length() >= Long.BYTES ? octets.u64(0) : 0;
    }

    @Override
    public int compareWithinType(EvpnNlri other) {
        return octets.compareTo(((EvpnOpaque) other).octets);
    }

    @Override
    public String toString() {
        return routeType + "-0x" + octets;
    }
}
