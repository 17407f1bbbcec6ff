package net.minitrail.vrouter.forwarding;

import java.util.Arrays;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MalformedPacketException.Fault;
import net.minitrail.net.packet.Octets;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowFields;
import net.minitrail.vrouter.flow.FlowKey;
import net.minitrail.vrouter.flow.Translation;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 packet on its way: only what a router looks at is read, the rest passes as it is. The octets are this
 * packet's own and change with its TTL. Confined to the routing loop.
 */
public final class RoutedPacket {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int FRAGMENT_AT = 6;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_MASK = 0x1FFF;
    private static final int LONGEST = 65_535;
    /** UDP source port of tunnel packets, and of mirrored frames, that have nothing to tell flows apart by. */
    static final int FIRST_SOURCE_PORT = 49_152;

    private static final int SOURCE_PORTS = 16_383;

    private final byte[] octets;
    private final boolean v4;
    private @Nullable Flow flow;
    private int outerSource;
    private boolean copy;
    private @Nullable Runnable again;

    private RoutedPacket(byte[] octets, boolean v4) {
        this.octets = octets;
        this.v4 = v4;
    }

    /** Reads a packet; what follows its end (Ethernet padding) is dropped. */
    public static RoutedPacket of(byte[] octets) throws MalformedPacketException {
        int version = octets.length == 0 ? 0 : octets[0] >> 4 & 0xF;
        if (version == 4 && octets.length >= V4_HEADER) {
            int header = (octets[0] & 0xF) * 4;
            int length = Octets.u16(octets, 2);
            if (header >= V4_HEADER && length >= header && length <= octets.length) {
                check(octets, header, length);
                return new RoutedPacket(Arrays.copyOf(octets, length), true);
            }
        } else if (version == 6 && octets.length >= V6_HEADER) {
            int length = V6_HEADER + Octets.u16(octets, 4);
            if (length <= octets.length) {
                return new RoutedPacket(Arrays.copyOf(octets, length), false);
            }
        }
        throw new MalformedPacketException("neither IPv4 nor IPv6, or cut short");
    }

    /** RFC 1812 section 5.2.2, and RFC 791: no fragment reaches past the longest packet, and all but the last are of eights. */
    private static void check(byte[] octets, int header, int length) throws MalformedPacketException {
        if (Octets.checksum(octets, 0, header) != 0) {
            throw new MalformedPacketException(Fault.CHECKSUM, "IPv4 header checksum is wrong");
        }
        int fragment = Octets.u16(octets, FRAGMENT_AT);
        int offset = (fragment & OFFSET_MASK) * 8;
        boolean more = (fragment & MORE_FRAGMENTS) != 0;
        if (offset + length > LONGEST || (more && ((length - header) % 8 != 0 || length == header))) {
            throw new MalformedPacketException(Fault.FRAGMENT, "no part of a packet");
        }
    }

    /** Whether it is a part of a packet, the first one or a later one. */
    boolean isFragment() {
        return v4
                ? (Octets.u16(octets, FRAGMENT_AT) & (MORE_FRAGMENTS | OFFSET_MASK)) != 0
                : octets[6] == FlowFields.FRAGMENT_HEADER;
    }

    /** Whether it is a part without the transport's header. */
    boolean isLaterFragment() {
        if (v4) {
            return (Octets.u16(octets, FRAGMENT_AT) & OFFSET_MASK) != 0;
        }
        return isFragment() && octets.length >= V6_HEADER + 8 && Octets.u16(octets, V6_HEADER + 2) >>> 3 != 0;
    }

    /** What all fragments of a packet have in common, beside addresses and protocol. */
    int fragmentIdentification() {
        return v4 ? identification() : octets.length >= V6_HEADER + 8 ? Octets.i32(octets, V6_HEADER + 4) : 0;
    }

    public boolean isV4() {
        return v4;
    }

    public int etherType() {
        return v4 ? EthernetFrame.IPV4 : EthernetFrame.IPV6;
    }

    public IpAddress source() {
        return v4 ? address(12, 4) : address(8, 16);
    }

    public IpAddress destination() {
        return v4 ? address(16, 4) : address(24, 16);
    }

    public int ttl() {
        return octets[v4 ? 8 : 7] & 0xFF;
    }

    /** Lowers the TTL by one and mends the checksum (RFC 1624). */
    void decrementTtl() {
        if (v4) {
            octets[8]--;
            int sum = Octets.u16(octets, 10) + 0x100;
            Octets.put16(octets, 10, sum + (sum >>> 16));
        } else {
            octets[7]--;
        }
    }

    /** Identification of an IPv4 packet, 0 of an IPv6 one. */
    public int identification() {
        return v4 ? Octets.u16(octets, 4) : 0;
    }

    /** A number that is the same for all packets of one flow: of addresses, protocol, and ports if there are any. */
    public int flowHash() {
        int protocol = v4 ? octets[9] : octets[6];
        int header = v4 ? (octets[0] & 0xF) * 4 : V6_HEADER;
        boolean ports = !isFragment() && (protocol == 6 || protocol == 17) && octets.length >= header + 4;
        int hash = 31 * (31 * source().hashCode() + destination().hashCode()) + protocol;
        hash = ports ? 31 * hash + Octets.i32(octets, header) : hash;
        hash *= 0x9E37_79B9;
        return (hash ^ hash >>> 16) & Integer.MAX_VALUE;
    }

    /** The flow that it belongs to, once it was asked for; null until then and where there are none. */
    public @Nullable Flow flow() {
        return flow;
    }

    /** What its flow makes of it; null if it stays as it is. */
    @Nullable
    Translation translation() {
        return flow == null ? null : flow.translation();
    }

    void setFlow(Flow newFlow) {
        flow = newFlow;
    }

    /** Marks it as one that carries a mirrored frame: it makes no flow and is not mirrored itself. */
    RoutedPacket asCopy() {
        copy = true;
        return this;
    }

    boolean isCopy() {
        return copy;
    }

    /** Sets how it begins its way once more, should it have to wait for the first part of its packet. */
    void mayWait(Runnable newAgain) {
        again = newAgain;
    }

    /** How it begins its way once more; null if it can't. */
    @Nullable
    Runnable again() {
        return again;
    }

    /** The tunnel endpoint that it came from, 0 if it came by none. */
    int outerSource() {
        return outerSource;
    }

    RoutedPacket cameFrom(Ipv4Address tunnelEndpoint) {
        outerSource = tunnelEndpoint.value();
        return this;
    }

    /** The key of its flow, or the one that it would have at next hop 0; of fragments, and where ports are cut off, without ports. */
    FlowKey key() {
        if (flow != null) {
            return flow.key();
        }
        try {
            return (isFragment() ? FlowFields.withoutPorts(octets) : FlowFields.of(octets)).key(0);
        } catch (MalformedPacketException e) {
            int protocol = octets[v4 ? 9 : 6] & 0xFF;
            return FlowFields.bare(octets, protocol).key(0);
        }
    }

    /** UDP source port of a tunnel packet that carries it, 49152 to 65534: the same for all of a flow. */
    public int tunnelSourcePort() {
        return flow == null ? FIRST_SOURCE_PORT + flowHash() % SOURCE_PORTS : flow.tunnelSourcePort();
    }

    /** The packet as it is now; not to be changed. */
    public byte[] octets() {
        return octets;
    }

    private IpAddress address(int at, int length) {
        return IpAddress.of(Arrays.copyOfRange(octets, at, at + length));
    }
}
