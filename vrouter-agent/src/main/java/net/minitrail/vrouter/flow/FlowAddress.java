package net.minitrail.vrouter.flow;

import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.packet.Octets;

/** An address as two longs, so that a key needs no object for it: of IPv4 the low 32 bits of {@code low}. */
final class FlowAddress {
    private FlowAddress() {}

    static long high(byte[] octets, int at, boolean v4) {
        return v4 ? 0 : Octets.i64(octets, at);
    }

    static long low(byte[] octets, int at, boolean v4) {
        return v4 ? Octets.i32(octets, at) & 0xFFFF_FFFFL : Octets.i64(octets, at + 8);
    }

    static IpAddress of(boolean v4, long high, long low) {
        return v4 ? new Ipv4Address((int) low) : new Ipv6Address(high, low);
    }

    /** The first {@code length} bits of the upper half, the others zero; {@code bits} is the width of the address. */
    static long maskHigh(long high, int length, boolean v4) {
        return v4 || length >= 64 ? high : length == 0 ? 0 : high & -1L << 64 - length;
    }

    static long maskLow(long low, int length, boolean v4) {
        int inLow = v4 ? length + 32 : length - 64;
        return inLow >= 64 ? low : inLow <= 0 ? 0 : low & -1L << 64 - inLow;
    }
}
