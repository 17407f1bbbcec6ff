package net.minitrail.vrouter.flow;

import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.packet.Ipv4Packet;
import org.jspecify.annotations.Nullable;

/**
 * One rule that makes many sessions one flow. Source is the guest's side of a session, whichever way a packet goes.
 *
 * @param protocol 1 to 255; ICMPv6 is meant by ICMP's 1
 * @param port of the service, 0 for any; always 0 of protocols without ports
 * @param ignored the address that is left out of the key
 * @param source if given, the guest's address must be in it, and only its first bits stay in the key
 * @param sourceBits how many: 0 to the width of the address
 * @param destination likewise for the other side
 */
public record FatFlowRule(
        int protocol,
        int port,
        Ignored ignored,
        @Nullable IpPrefix source,
        int sourceBits,
        @Nullable IpPrefix destination,
        int destinationBits) {
    private static final int SCTP = 132;

    /** Which address of a session does not matter. */
    public enum Ignored {
        NONE(""),
        SOURCE(" - Sip"),
        DESTINATION(" - Dip");

        private final String text;

        Ignored(String text) {
            this.text = text;
        }
    }

    public FatFlowRule {
        require(protocol >= 1 && protocol <= 255, "protocol " + protocol + " is not in 1..255");
        require(port >= 0 && port <= 65_535, "port " + port + " is not in 0..65535");
        require(ignored != Ignored.SOURCE || source == null, "a source that is ignored is not aggregated");
        require(
                ignored != Ignored.DESTINATION || destination == null,
                "a destination that is ignored is not aggregated");
        require(fits(source, sourceBits), "a source's aggregate is from its prefix' length on");
        require(fits(destination, destinationBits), "a destination's aggregate is from its prefix' length on");
        protocol = protocol == FlowKey.ICMP6 ? Ipv4Packet.ICMP : protocol;
        port = hasPorts(protocol) ? port : 0;
    }

    /** A rule without prefixes. */
    public static FatFlowRule of(int protocol, int port, Ignored ignored) {
        return new FatFlowRule(protocol, port, ignored, null, 0, null, 0);
    }

    private static boolean fits(@Nullable IpPrefix prefix, int bits) {
        return prefix == null
                || (bits >= prefix.length() && bits <= prefix.address().bits());
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    static boolean hasPorts(int protocol) {
        return protocol == Ipv4Packet.TCP || protocol == Ipv4Packet.UDP || protocol == SCTP;
    }

    /** Place of its protocol where rules are shown: those without ports, TCP, UDP, SCTP. */
    int group() {
        return switch (protocol) {
            case Ipv4Packet.TCP -> 1;
            case Ipv4Packet.UDP -> 2;
            case SCTP -> 3;
            default -> 0;
        };
    }

    /** In which turn rules are asked: those without prefixes, with a source's, with a destination's, with both. */
    int turn() {
        return (source == null ? 0 : 1) + (destination == null ? 0 : 2);
    }

    boolean covers(IpAddress guestSide, IpAddress otherSide) {
        return (source == null || source.contains(guestSide))
                && (destination == null || destination.contains(otherSide));
    }

    /** How closely its prefixes describe what they cover. */
    int bits() {
        return (source == null ? 0 : source.length()) + (destination == null ? 0 : destination.length());
    }

    /** As {@code vif} shows it: {@code 6:22  - Sip}. */
    @Override
    public String toString() {
        String text = protocol + ":" + (port == 0 ? "*" : port + " ") + ignored.text;
        text += source == null ? "" : " AggrSrc " + source + " " + sourceBits;
        return destination == null ? text : text + " AggrDst " + destination + " " + destinationBits;
    }
}
