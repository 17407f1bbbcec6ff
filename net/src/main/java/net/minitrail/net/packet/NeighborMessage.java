package net.minitrail.net.packet;

import java.util.Arrays;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A neighbor solicitation or advertisement (RFC 4861 sections 4.3 and 4.4).
 *
 * <pre>
 *   octets   field
 *   4        of an advertisement flags: router, solicited, override; else reserved
 *   16       target
 *   n x 8    options: type, length in units of eight octets, value. Type 1 and 2 hold a link-layer address
 * </pre>
 *
 * @param type {@link Icmpv6Message#NEIGHBOR_SOLICITATION} or {@link Icmpv6Message#NEIGHBOR_ADVERTISEMENT}
 * @param solicited whether an advertisement answers somebody; false for solicitations
 * @param target whose link-layer address is asked for or told
 * @param linkLayer of the sender of a solicitation, of the target of an advertisement; null if it is not said
 */
public record NeighborMessage(
        int type,
        boolean solicited,
        Ipv6Address target,
        @Nullable MacAddress linkLayer) {
    private static final int FIXED = 20;
    private static final int SOURCE_OPTION = 1;
    private static final int TARGET_OPTION = 2;
    private static final int SOLICITED = 0x4000_0000;
    private static final int OVERRIDE = 0x2000_0000;

    /** All nodes of a link. */
    public static final Ipv6Address ALL_NODES = Ipv6Address.parse("ff02::1");

    public static NeighborMessage solicitation(Ipv6Address target, @Nullable MacAddress sender) {
        return new NeighborMessage(Icmpv6Message.NEIGHBOR_SOLICITATION, false, target, sender);
    }

    /** {@code solicited} is false where nobody asked, or somebody without an address did. */
    public static NeighborMessage advertisement(Ipv6Address target, MacAddress mac, boolean solicited) {
        return new NeighborMessage(Icmpv6Message.NEIGHBOR_ADVERTISEMENT, solicited, target, mac);
    }

    /** Whether {@code message} is one of the two types. */
    public static boolean is(Icmpv6Message message) {
        return message.type() == Icmpv6Message.NEIGHBOR_SOLICITATION
                || message.type() == Icmpv6Message.NEIGHBOR_ADVERTISEMENT;
    }

    /** Reads a message that came with hop limit 255, as RFC 4861 section 7.1 asks: nobody forwarded it. */
    public static NeighborMessage decode(Ipv6Packet packet, Icmpv6Message message) throws MalformedPacketException {
        byte[] body = message.body();
        Octets.need(packet.hopLimit() == 255, "neighbor discovery from another link");
        Octets.need(is(message) && body.length >= FIXED, "neighbor discovery without a target");
        boolean asks = message.type() == Icmpv6Message.NEIGHBOR_SOLICITATION;
        int wanted = asks ? SOURCE_OPTION : TARGET_OPTION;
        MacAddress linkLayer = null;
        for (int at = FIXED; at + 8 <= body.length; at += Octets.u8(body, at + 1) * 8) {
            Octets.need(Octets.u8(body, at + 1) > 0, "an option without a length");
            if (Octets.u8(body, at) == wanted) {
                linkLayer = MacAddress.of(body, at + 2);
            }
        }
        return new NeighborMessage(
                message.type(),
                !asks && (Octets.i32(body, 0) & SOLICITED) != 0,
                Ipv6Address.of(Arrays.copyOfRange(body, 4, FIXED)),
                linkLayer);
    }

    /** The whole packet, with hop limit 255. */
    public Ipv6Packet from(Ipv6Address source, Ipv6Address destination) {
        boolean asks = type == Icmpv6Message.NEIGHBOR_SOLICITATION;
        byte[] body = new byte[linkLayer == null ? FIXED : FIXED + 8];
        Octets.put32(body, 0, asks ? 0 : OVERRIDE | (solicited ? SOLICITED : 0));
        System.arraycopy(target.octets(), 0, body, 4, 16);
        if (linkLayer != null) {
            body[FIXED] = (byte) (asks ? SOURCE_OPTION : TARGET_OPTION);
            body[FIXED + 1] = 1;
            System.arraycopy(linkLayer.octets(), 0, body, FIXED + 2, 6);
        }
        return Ipv6Packet.icmp(source, destination, new Icmpv6Message(type, 0, body))
                .withHopLimit(255);
    }

    /** The group that whoever has {@code address} listens to (RFC 4291 section 2.7.1). */
    public static Ipv6Address group(Ipv6Address address) {
        return new Ipv6Address(0xFF02L << 48, 0x1_FF00_0000L | (address.low() & 0xFF_FFFF));
    }

    /** The MAC address that a group is reached by (RFC 2464 section 7). */
    public static MacAddress groupMac(Ipv6Address group) {
        return new MacAddress(0x3333_0000_0000L | (group.low() & 0xFFFF_FFFFL));
    }

    /** The link-local address that an interface makes of its MAC (RFC 4291 appendix A). */
    public static Ipv6Address linkLocal(MacAddress mac) {
        long value = mac.value() ^ 0x0200_0000_0000L;
        return new Ipv6Address(0xFE80L << 48, value >>> 24 << 40 | 0xFF_FE00_0000L | (value & 0xFF_FFFF));
    }
}
