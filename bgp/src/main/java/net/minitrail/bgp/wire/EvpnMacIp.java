package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Comparator;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * MAC/IP advertisement (route type 2). Segment and labels are not part of the key (RFC 7432 section 7.2).
 *
 * @param rd the eight octets of the route distinguisher
 * @param ethernetTag 0 to 4294967295
 * @param mac six octets in the low 48 bits
 * @param address null if only the MAC is advertised
 */
public record EvpnMacIp(
        long rd, long ethernetTag, long mac, @Nullable IpAddress address) implements EvpnNlri {
    static final int TYPE = 2;

    private static final Comparator<IpAddress> ADDRESSES = Comparator.naturalOrder();

    public EvpnMacIp {
        checkArgument(ethernetTag >>> 32 == 0, "ethernet tag %s is not in 0..4294967295", ethernetTag);
        checkArgument(mac >>> 48 == 0, "MAC 0x%s is not of 48 bits", Long.toHexString(mac));
    }

    public MacAddress macAddress() {
        return new MacAddress(mac);
    }

    @Override
    public int routeType() {
        return TYPE;
    }

    @Override
    public int compareWithinType(EvpnNlri other) {
        var that = (EvpnMacIp) other;
        int byTag = Long.compare(ethernetTag, that.ethernetTag);
        int byMac = byTag != 0 ? byTag : Long.compare(mac, that.mac);
        return byMac != 0 ? byMac : Comparator.nullsFirst(ADDRESSES).compare(address, that.address);
    }

    @Override
    public int hashCode() {
        return Hashes.mix(rd ^ ethernetTag << 20, mac) * 31 + (address == null ? 0 : address.hashCode());
    }

    /** {@code 2-192.168.100.3:7-0-02:aa:f0:88:f0:65,192.168.1.3}, as Contrail prints it. */
    @Override
    public String toString() {
        return "2-" + distinguisher() + "-" + ethernetTag + "-" + macAddress() + ","
                + (address == null ? "0.0.0.0" : address);
    }
}
