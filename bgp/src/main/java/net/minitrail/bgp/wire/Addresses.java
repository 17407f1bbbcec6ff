package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;

/** IP addresses as 4 or 16 octets. */
final class Addresses {
    private Addresses() {}

    /** Reads an address of {@code octets}, 4 or 16. */
    static IpAddress read(Cursor in, int octets) {
        if (octets == 4) {
            return new Ipv4Address(in.i32());
        }
        long high = in.u64();
        return new Ipv6Address(high, in.u64());
    }

    static void write(IpAddress address, ByteBuf out) {
        if (address instanceof Ipv4Address v4) {
            out.writeInt(v4.value());
        } else {
            Ipv6Address v6 = (Ipv6Address) address;
            out.writeLong(v6.high()).writeLong(v6.low());
        }
    }

    /** Whether all of the IPv4 addresses in a prefix are multicast (RFC 5771). */
    static boolean isMulticast(int network, int length) {
        return length >= 4 && network >>> 28 == 0xE;
    }

    /** Whether all of the IPv6 addresses in a prefix that begins with {@code high} are multicast (RFC 4291 section 2.7). */
    static boolean isMulticast(long high, int length) {
        return length >= 8 && high >>> 56 == 0xFF;
    }

    /** Writes sixteen octets: an IPv4 address in its IPv4-mapped form. */
    static void writeMapped(IpAddress address, ByteBuf out) {
        write(address instanceof Ipv4Address v4 ? Ipv6Address.mapped(v4) : address, out);
    }
}
