package net.minitrail.vrouter.flow;

import net.minitrail.net.IpAddress;
import net.minitrail.net.packet.Ipv4Packet;

/**
 * What makes packets one flow. The next hop ties it to an interface, so that two networks may use the same addresses.
 *
 * <p>Of ICMP echo the source port is the identifier and the destination port 0, in both directions; of other ICMP the
 * destination port is the type.
 *
 * @param nextHop id of the interface's routing next hop with policy
 * @param sourceHigh upper half of the source address, 0 if it is IPv4
 * @param sourceLow lower half, an IPv4 address in its low 32 bits
 */
public record FlowKey(
        boolean v4,
        int protocol,
        int sourcePort,
        int destinationPort,
        int nextHop,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow) {
    static final int ICMP6 = 58;

    /** The key of the way back, through the interface with this next hop. */
    public FlowKey reversed(int backNextHop) {
        return new FlowKey(
                v4,
                protocol,
                isIcmp() ? sourcePort : destinationPort,
                isIcmp() ? destinationPort : sourcePort,
                backNextHop,
                destinationHigh,
                destinationLow,
                sourceHigh,
                sourceLow);
    }

    private boolean isIcmp() {
        return protocol == Ipv4Packet.ICMP || protocol == ICMP6;
    }

    /** Whether the segments that it counts are those of one connection: with a port of 0 they are of many. */
    boolean isConnection() {
        return protocol == Ipv4Packet.TCP && sourcePort != 0 && destinationPort != 0;
    }

    public IpAddress source() {
        return FlowAddress.of(v4, sourceHigh, sourceLow);
    }

    public IpAddress destination() {
        return FlowAddress.of(v4, destinationHigh, destinationLow);
    }

    /** A number that spreads keys evenly over 64 bits, the same in every run. */
    long spread() {
        long hash = mix(sourceLow + (sourceHigh << 1), destinationLow + (destinationHigh << 1));
        return mix(hash ^ (long) protocol << 56, (long) sourcePort << 48 | (long) destinationPort << 32 | nextHop);
    }

    private static long mix(long a, long b) {
        long hash = (a ^ Long.rotateLeft(b, 32)) * 0x9E37_79B9_7F4A_7C15L + b;
        hash = (hash ^ hash >>> 29) * 0xBF58_476D_1CE4_E5B9L;
        return hash ^ hash >>> 32;
    }
}
