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

    /** Writes sixteen octets: an IPv4 address in its IPv4-mapped form. */
    static void writeMapped(IpAddress address, ByteBuf out) {
        write(address instanceof Ipv4Address v4 ? Ipv6Address.mapped(v4) : address, out);
    }
}
