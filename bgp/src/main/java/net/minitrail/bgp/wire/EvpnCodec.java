package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;

/**
 * EVPN routes, family 25/70: an octet of route type, one of length, then the fields of the type.
 *
 * <pre>
 *   1 discovery   RD 8, segment 10, tag 4, label 3
 *   2 MAC/IP      RD 8, segment 10, tag 4, MAC length 1 (48), MAC 6, IP length 1 (0, 32, 128), IP, label 3, label 0 or 3
 *   3 multicast   RD 8, tag 4, IP length 1 (32, 128), originator
 *   4 segment     RD 8, segment 10, IP length 1 (32, 128), originator
 *   5 IP prefix   RD 8, segment 10, tag 4, mask length 1, prefix 4 or 16, gateway 4 or 16, label 3
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7432#section-7">RFC 7432 section 7</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9136#section-3.1">RFC 9136 section 3.1, IP prefixes</a>
 */
final class EvpnCodec implements NlriCodec {
    static final EvpnCodec INSTANCE = new EvpnCodec();

    private static final int AUTO_DISCOVERY = 1;
    private static final int ETHERNET_SEGMENT = 4;
    private static final int LAST_ASSIGNED = 11;
    private static final int SEGMENT_OCTETS = 10;
    private static final int MAC_BITS = 48;
    private static final int MAC_IP_FIXED = 8 + SEGMENT_OCTETS + 4 + 1 + 6 + 1;
    private static final int MULTICAST_FIXED = 8 + 4 + 1;
    private static final int PREFIX_FIXED = 8 + SEGMENT_OCTETS + 4 + 1 + 3;

    private EvpnCodec() {}

    @Override
    public Route readRoute(Cursor in) throws BgpProtocolException {
        return read(in, false);
    }

    /** Types that nobody defined are not known; those of RFC 9251 and RFC 9572 are passed on. */
    @Override
    public boolean isSensible(Nlri announced) {
        int type = ((EvpnNlri) announced).routeType();
        return type >= AUTO_DISCOVERY && type <= LAST_ASSIGNED;
    }

    @Override
    public Nlri readWithdrawn(Cursor in) throws BgpProtocolException {
        return read(in, true).nlri();
    }

    private static Route read(Cursor in, boolean withdrawn) throws BgpProtocolException {
        if (in.remaining() < 2) {
            throw NlriCodec.malformed("EVPN route of one octet");
        }
        int type = in.u8();
        int length = in.u8();
        if (in.remaining() < length) {
            throw NlriCodec.malformed("EVPN route of %d octets with %d left".formatted(length, in.remaining()));
        }
        int end = in.position() + length;
        Route route = switch (type) {
            case EvpnMacIp.TYPE -> readMacIp(in, length, withdrawn);
            case EvpnInclusiveMulticast.TYPE -> readMulticast(in, length);
            case EvpnIpPrefix.TYPE -> readPrefix(in, length);
            default -> readOpaque(in, type, length);
        };
        in.window(end, in.limit());
        return route;
    }

    private static Route readOpaque(Cursor in, int type, int length) throws BgpProtocolException {
        require(type != AUTO_DISCOVERY || length == 25, "auto-discovery route of %d octets", length);
        require(type != ETHERNET_SEGMENT || length == 23 || length == 35, "segment route of %d octets", length);
        return Route.of(new EvpnOpaque(type, in.octets(length)), EvpnDetails.NOTHING);
    }

    private static Route readMacIp(Cursor in, int length, boolean withdrawn) throws BgpProtocolException {
        require(length >= MAC_IP_FIXED, "MAC/IP route of %d octets", length);
        long rd = in.u64();
        OctetString segment = in.octets(SEGMENT_OCTETS);
        long tag = in.u32();
        int macBits = in.u8();
        require(macBits == MAC_BITS, "MAC of %d bits", macBits);
        long mac = in.u48();
        int ipBits = in.u8();
        require(ipBits == 0 || isAddress(ipBits), "IP address of %d bits", ipBits);
        int labels = length - MAC_IP_FIXED - ipBits / 8;
        require(
                labels == 3 || labels == 6 || (labels == 0 && withdrawn),
                "MAC/IP route with labels of %d octets",
                labels);
        IpAddress address = ipBits == 0 ? null : Addresses.read(in, ipBits / 8);
        int first = labels >= 3 ? in.u24() : EvpnDetails.ABSENT;
        int second = labels == 6 ? in.u24() : EvpnDetails.ABSENT;
        return Route.of(new EvpnMacIp(rd, tag, mac, address), new EvpnDetails(segment, first, second, null));
    }

    private static Route readMulticast(Cursor in, int length) throws BgpProtocolException {
        require(length >= MULTICAST_FIXED, "multicast route of %d octets", length);
        long rd = in.u64();
        long tag = in.u32();
        int ipBits = in.u8();
        require(isAddress(ipBits) && length == MULTICAST_FIXED + ipBits / 8, "originator of %d bits", ipBits);
        return Route.of(new EvpnInclusiveMulticast(rd, tag, Addresses.read(in, ipBits / 8)), EvpnDetails.NOTHING);
    }

    private static Route readPrefix(Cursor in, int length) throws BgpProtocolException {
        require(length == PREFIX_FIXED + 8 || length == PREFIX_FIXED + 32, "IP prefix route of %d octets", length);
        int octets = (length - PREFIX_FIXED) / 2;
        long rd = in.u64();
        OctetString segment = in.octets(SEGMENT_OCTETS);
        long tag = in.u32();
        int maskLength = in.u8();
        require(maskLength <= octets * 8, "mask of %d bits", maskLength);
        IpPrefix prefix = IpPrefix.containing(Addresses.read(in, octets), maskLength);
        IpAddress gateway = Addresses.read(in, octets);
        return Route.of(
                new EvpnIpPrefix(rd, tag, prefix), new EvpnDetails(segment, in.u24(), EvpnDetails.ABSENT, gateway));
    }

    private static boolean isAddress(int bits) {
        return bits == 32 || bits == 128;
    }

    private static void require(boolean condition, String problem, int found) throws BgpProtocolException {
        if (!condition) {
            throw NlriCodec.malformed("EVPN " + problem.formatted(found));
        }
    }

    @Override
    public int length(Route route) {
        return 2 + bodyLength(route.nlri(), route.evpn() != null && route.evpn().secondLabel() != EvpnDetails.ABSENT);
    }

    @Override
    public int withdrawnLength(Nlri nlri) {
        return 2 + bodyLength(nlri, false);
    }

    private static int bodyLength(Nlri nlri, boolean secondLabel) {
        if (nlri instanceof EvpnMacIp macIp) {
            IpAddress address = macIp.address();
            return MAC_IP_FIXED + (address == null ? 0 : address.bits() / 8) + (secondLabel ? 6 : 3);
        } else if (nlri instanceof EvpnInclusiveMulticast multicast) {
            return MULTICAST_FIXED + multicast.originator().bits() / 8;
        } else if (nlri instanceof EvpnIpPrefix prefix) {
            return PREFIX_FIXED + (prefix.prefix().isV4() ? 8 : 32);
        }
        return ((EvpnOpaque) nlri).octets().length();
    }

    @Override
    public void write(Route route, ByteBuf out) {
        EvpnDetails details = route.evpn();
        write(
                (EvpnNlri) route.nlri(),
                details == null ? EvpnDetails.mpls(route.labels().topOr(0)) : details,
                out);
    }

    @Override
    public void writeWithdrawn(Nlri nlri, ByteBuf out) {
        write((EvpnNlri) nlri, EvpnDetails.NOTHING, out);
    }

    private static void write(EvpnNlri nlri, EvpnDetails details, ByteBuf out) {
        boolean secondLabel = details.secondLabel() != EvpnDetails.ABSENT;
        int label = Math.max(details.label(), 0);
        out.writeByte(nlri.routeType()).writeByte(bodyLength(nlri, secondLabel));
        if (nlri instanceof EvpnMacIp macIp) {
            out.writeLong(macIp.rd());
            details.esi().writeTo(out);
            out.writeInt((int) macIp.ethernetTag()).writeByte(MAC_BITS);
            out.writeShort((int) (macIp.mac() >>> 32)).writeInt((int) macIp.mac());
            IpAddress address = macIp.address();
            out.writeByte(address == null ? 0 : address.bits());
            if (address != null) {
                Addresses.write(address, out);
            }
            out.writeMedium(label);
            if (secondLabel) {
                out.writeMedium(details.secondLabel());
            }
        } else if (nlri instanceof EvpnInclusiveMulticast multicast) {
            out.writeLong(multicast.rd()).writeInt((int) multicast.ethernetTag());
            out.writeByte(multicast.originator().bits());
            Addresses.write(multicast.originator(), out);
        } else if (nlri instanceof EvpnIpPrefix prefix) {
            out.writeLong(prefix.rd());
            details.esi().writeTo(out);
            out.writeInt((int) prefix.ethernetTag()).writeByte(prefix.prefix().length());
            Addresses.write(prefix.prefix().address(), out);
            IpAddress gateway = details.gateway();
            if (gateway == null || gateway.isV4() != prefix.prefix().isV4()) {
                out.writeZero(prefix.prefix().isV4() ? 4 : 16);
            } else {
                Addresses.write(gateway, out);
            }
            out.writeMedium(label);
        } else {
            ((EvpnOpaque) nlri).octets().writeTo(out);
        }
    }
}
