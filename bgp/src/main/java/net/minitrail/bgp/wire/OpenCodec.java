package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.FormatMethod;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The body of an OPEN (RFC 4271 section 4.2).
 *
 * <pre>
 *   octets   field
 *   1        version: 4
 *   2        AS, or AS_TRANS
 *   2        hold time in seconds
 *   4        BGP identifier
 *   1        length of the optional parameters; 255 and a parameter type of 255: two octets of length follow (RFC 9072)
 *   rest     parameters: type, length (one octet, in the extended form two), value
 * </pre>
 */
final class OpenCodec {
    private static final int VERSION = 4;
    private static final int CAPABILITIES = 2;
    private static final int EXTENDED = 255;

    private OpenCodec() {}

    static Open decode(Cursor in) throws BgpProtocolException {
        int version = in.u8();
        if (version != VERSION) {
            throw error(
                    ErrorCode.UNSUPPORTED_VERSION_NUMBER,
                    OctetString.of((byte) 0, (byte) VERSION),
                    "version %d (expected: 4)".formatted(version));
        }
        int shortAs = in.u16();
        int holdTime = in.u16();
        int identifier = in.i32();
        ImmutableList<Capability> capabilities = readParameters(in);
        long as = capabilities.stream()
                .filter(Capability.FourOctetAs.class::isInstance)
                .mapToLong(capability -> ((Capability.FourOctetAs) capability).as())
                .reduce((earlier, later) -> later)
                .orElse(shortAs);
        if (shortAs == 0) { // RFC 7607 section 2
            throw error(ErrorCode.BAD_PEER_AS, OctetString.EMPTY, "AS 0");
        }
        if (as != shortAs && shortAs != Open.AS_TRANS) { // RFC 6793 section 4.1
            throw error(ErrorCode.BAD_PEER_AS, OctetString.EMPTY, "AS %d, and %d as capability".formatted(shortAs, as));
        }
        if (holdTime == 1 || holdTime == 2) {
            throw error(
                    ErrorCode.UNACCEPTABLE_HOLD_TIME,
                    OctetString.EMPTY,
                    "hold time %d s (expected: 0 or >= 3)".formatted(holdTime));
        }
        if (identifier == 0) { // RFC 6286 section 2.1
            throw error(ErrorCode.BAD_BGP_IDENTIFIER, OctetString.EMPTY, "identifier 0.0.0.0");
        }
        return new Open(as, holdTime, identifier, capabilities);
    }

    private static ImmutableList<Capability> readParameters(Cursor in) throws BgpProtocolException {
        int length = in.u8();
        boolean extended = length != 0 && in.isReadable() && in.array()[in.position()] == (byte) EXTENDED;
        if (extended) {
            in.skip(1);
            require(in.remaining() >= 2, "no extended length");
            length = in.u16();
        }
        require(length == in.remaining(), "parameters of %d octets with %d there", length, in.remaining());
        var capabilities = ImmutableList.<Capability>builder();
        int headerLength = extended ? 3 : 2;
        int end = in.limit();
        while (in.isReadable()) {
            require(in.remaining() >= headerLength, "parameters end in one header");
            int type = in.u8();
            int valueLength = extended ? in.u16() : in.u8();
            require(valueLength <= in.remaining(), "parameter of %d octets with %d left", valueLength, in.remaining());
            if (type != CAPABILITIES) {
                throw error(ErrorCode.UNSUPPORTED_OPTIONAL_PARAMETER, OctetString.EMPTY, "parameter type " + type);
            }
            int valueEnd = in.position() + valueLength;
            in.window(in.position(), valueEnd);
            while (in.isReadable()) {
                capabilities.add(CapabilityCodec.decode(in));
            }
            in.window(valueEnd, end);
        }
        return capabilities.build();
    }

    /** RFC 4271 section 6.2: a parameter that is known and malformed is an OPEN error without subcode. */
    @FormatMethod
    static void require(boolean condition, String problem, Object... found) throws BgpProtocolException {
        if (!condition) {
            throw error(ErrorCode.OPEN_MESSAGE_ERROR, OctetString.EMPTY, problem.formatted(found));
        }
    }

    private static BgpProtocolException error(ErrorCode error, OctetString data, String detail) {
        return BgpProtocolException.resetSession(error, data, detail);
    }

    /** Writes the body, with all capabilities in one parameter; in the form of RFC 9072 where they need it. */
    static void encode(Open open, ByteBuf out) {
        out.writeByte(VERSION);
        out.writeShort(open.as() > 0xFFFF ? Open.AS_TRANS : (int) open.as());
        out.writeShort(open.holdTimeSeconds()).writeInt(open.bgpIdentifier());
        ByteBuf capabilities = Unpooled.buffer();
        open.capabilities().forEach(capability -> CapabilityCodec.encode(capability, capabilities));
        int length = capabilities.readableBytes();
        if (length == 0) {
            out.writeByte(0);
        } else if (length + 2 < EXTENDED) {
            out.writeByte(length + 2).writeByte(CAPABILITIES).writeByte(length).writeBytes(capabilities);
        } else {
            out.writeByte(EXTENDED).writeByte(EXTENDED).writeShort(length + 3);
            out.writeByte(CAPABILITIES).writeShort(length).writeBytes(capabilities);
        }
    }
}
