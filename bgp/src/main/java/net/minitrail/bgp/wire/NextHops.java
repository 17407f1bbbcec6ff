package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;

/**
 * The next hop field of MP_REACH_NLRI. VPN families put a zero route distinguisher in front of the address (RFC 4364
 * section 4.3.2, RFC 4659 section 3.2.1); IPv6 may add a link-local address, which is not kept. An IPv4-mapped address
 * stands for the IPv4 one.
 */
final class NextHops {
    private static final int RD_OCTETS = 8;

    private NextHops() {}

    /** Whether {@code family} has next hops of {@code octets}; each length has one meaning. */
    static boolean isLength(AddressFamily family, int octets) {
        return switch (family) {
            case IPV4_UNICAST -> octets == 4;
            case IPV6_UNICAST -> octets == 16 || octets == 32;
            case VPN_IPV4 -> octets == 12 || octets == 24 || octets == 48;
            case VPN_IPV6 -> octets == 24 || octets == 48;
            case ROUTE_TARGET, EVPN -> octets == 4 || octets == 16;
        };
    }

    /** Reads the address in a field of a length that {@link #isLength} knows, at {@code octets[at]}. */
    static IpAddress read(byte[] octets, int at, int length) {
        boolean distinguished = length == 12 || length == 24 || length == 48;
        int address = distinguished ? at + RD_OCTETS : at;
        if (length == 4 || length == 12) {
            return new Ipv4Address(ByteOrders.i32(octets, address));
        }
        long high = ByteOrders.u64(octets, address);
        long low = ByteOrders.u64(octets, address + Long.BYTES);
        var v6 = new Ipv6Address(high, low);
        return v6.isMappedIpv4() ? new Ipv4Address((int) low) : v6;
    }

    /** The octets that {@link #write} will write. */
    static int length(AddressFamily family, IpAddress address) {
        return switch (family) {
            case IPV4_UNICAST, ROUTE_TARGET, EVPN -> address.bits() / 8;
            case IPV6_UNICAST -> 16;
            case VPN_IPV4 -> RD_OCTETS + address.bits() / 8;
            case VPN_IPV6 -> RD_OCTETS + 16;
        };
    }

    static void write(AddressFamily family, IpAddress address, ByteBuf out) {
        if (family == AddressFamily.VPN_IPV4 || family == AddressFamily.VPN_IPV6) {
            out.writeLong(0);
        }
        if (family == AddressFamily.IPV6_UNICAST || family == AddressFamily.VPN_IPV6) {
            Addresses.writeMapped(address, out);
        } else {
            Addresses.write(address, out);
        }
    }

    /** Whether traffic can be sent there: not 0.0.0.0, multicast or above (RFC 4271 section 6.3). */
    static boolean isHost(int address) {
        return address != 0 && address >>> 29 != 0b111;
    }

    static boolean isHost(IpAddress address) {
        if (address instanceof Ipv4Address v4) {
            return isHost(v4.value());
        }
        Ipv6Address v6 = (Ipv6Address) address;
        return (v6.high() | v6.low()) != 0 && v6.high() >>> 56 != 0xFF;
    }
}
