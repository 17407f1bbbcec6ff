package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;

/** One capability (RFC 5492 section 4): an octet of code, one of length, the value. */
final class CapabilityCodec {
    private static final int FORWARDING = 0x80;
    private static final int RESTARTING = 0x8;
    private static final int NOTIFICATION = 0x4;

    private CapabilityCodec() {}

    /**
     * Reads a capability. One that is known and of a wrong length fails the OPEN.
     *
     * @throws BgpProtocolException OPEN_MESSAGE_ERROR
     */
    static Capability decode(Cursor in) throws BgpProtocolException {
        OpenCodec.require(in.remaining() >= 2, "capabilities end in one octet");
        int code = in.u8();
        int length = in.u8();
        OpenCodec.require(
                length <= in.remaining(), "capability %d of %d octets with %d left", code, length, in.remaining());
        int end = in.limit();
        int valueEnd = in.position() + length;
        in.window(in.position(), valueEnd);
        boolean wellFormed = switch (code) {
            case Capability.Multiprotocol.CODE, Capability.FourOctetAs.CODE -> length == 4;
            case Capability.RouteRefreshable.CODE,
                    Capability.ExtendedMessages.CODE,
                    Capability.EnhancedRouteRefresh.CODE -> length == 0;
            case Capability.GracefulRestart.CODE -> length % 4 == 2;
            case Capability.LongLivedGracefulRestart.CODE -> length % 7 == 0;
            case Capability.AddPath.CODE -> length % 4 == 0;
            default -> true;
        };
        OpenCodec.require(wellFormed, "capability %d of %d octets", code, length);
        Capability capability = decodeValue(in, code);
        in.window(valueEnd, end);
        return capability;
    }

    private static Capability decodeValue(Cursor in, int code) throws BgpProtocolException {
        return switch (code) {
            case Capability.Multiprotocol.CODE -> {
                int afi = in.u16();
                in.skip(1);
                yield new Capability.Multiprotocol(afi, in.u8());
            }
            case Capability.RouteRefreshable.CODE -> new Capability.RouteRefreshable();
            case Capability.ExtendedMessages.CODE -> new Capability.ExtendedMessages();
            case Capability.EnhancedRouteRefresh.CODE -> new Capability.EnhancedRouteRefresh();
            case Capability.FourOctetAs.CODE -> decodeFourOctetAs(in);
            case Capability.GracefulRestart.CODE -> decodeGracefulRestart(in);
            case Capability.LongLivedGracefulRestart.CODE -> decodeLongLived(in);
            case Capability.AddPath.CODE -> decodeAddPath(in);
            default -> new Capability.Unknown(code, in.octets(in.remaining()));
        };
    }

    private static Capability decodeFourOctetAs(Cursor in) throws BgpProtocolException {
        long as = in.u32();
        if (as == 0) { // RFC 7607 section 2
            throw BgpProtocolException.resetSession(ErrorCode.BAD_PEER_AS, OctetString.EMPTY, "AS 0 in a capability");
        }
        return new Capability.FourOctetAs(as);
    }

    private static Capability decodeGracefulRestart(Cursor in) {
        int head = in.u16();
        var families = ImmutableList.<Capability.GracefulRestart.Family>builder();
        while (in.isReadable()) {
            families.add(new Capability.GracefulRestart.Family(in.u16(), in.u8(), (in.u8() & FORWARDING) != 0));
        }
        int flags = head >>> 12;
        return new Capability.GracefulRestart(
                (flags & RESTARTING) != 0, (flags & NOTIFICATION) != 0, head & 0xFFF, families.build());
    }

    private static Capability decodeLongLived(Cursor in) {
        var families = ImmutableList.<Capability.LongLivedGracefulRestart.StaleFamily>builder();
        while (in.isReadable()) {
            families.add(new Capability.LongLivedGracefulRestart.StaleFamily(
                    in.u16(), in.u8(), (in.u8() & FORWARDING) != 0, in.u24()));
        }
        return new Capability.LongLivedGracefulRestart(families.build());
    }

    private static Capability decodeAddPath(Cursor in) {
        var families = ImmutableList.<Capability.AddPath.PathsFamily>builder();
        while (in.isReadable()) {
            families.add(new Capability.AddPath.PathsFamily(in.u16(), in.u8(), in.u8()));
        }
        return new Capability.AddPath(families.build());
    }

    static void encode(Capability capability, ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(capability.code()).writeByte(0);
        if (capability instanceof Capability.Multiprotocol family) {
            out.writeShort(family.afi()).writeByte(0).writeByte(family.safi());
        } else if (capability instanceof Capability.FourOctetAs as) {
            out.writeInt((int) as.as());
        } else if (capability instanceof Capability.GracefulRestart restart) {
            int flags = (restart.restarting() ? RESTARTING : 0) | (restart.notification() ? NOTIFICATION : 0);
            out.writeShort(flags << 12 | restart.restartTimeSeconds());
            for (var family : restart.families()) {
                out.writeShort(family.afi()).writeByte(family.safi()).writeByte(family.forwarding() ? FORWARDING : 0);
            }
        } else if (capability instanceof Capability.LongLivedGracefulRestart restart) {
            for (var family : restart.families()) {
                out.writeShort(family.afi()).writeByte(family.safi()).writeByte(family.forwarding() ? FORWARDING : 0);
                out.writeMedium(family.staleTimeSeconds());
            }
        } else if (capability instanceof Capability.AddPath paths) {
            for (var family : paths.families()) {
                out.writeShort(family.afi()).writeByte(family.safi()).writeByte(family.sendReceive());
            }
        } else if (capability instanceof Capability.Unknown unknown) {
            unknown.value().writeTo(out);
        }
        out.setByte(start + 1, out.writerIndex() - start - 2);
    }
}
