package net.minitrail.bgp.wire;

import org.jspecify.annotations.Nullable;

/**
 * Where MP_REACH_NLRI (type 14) or MP_UNREACH_NLRI (type 15) lies in an UPDATE, and what its fixed part says (RFC 4760
 * sections 3 and 4). One object serves all UPDATEs of a decoder.
 *
 * <pre>
 *   octets   field
 *   2 1      address family, subsequent address family
 *   1 n 1    in MP_REACH_NLRI only: length of the next hop, next hop, reserved
 *   rest     routes
 * </pre>
 */
final class MultiprotocolField {
    static final int REACH = 14;
    static final int UNREACH = 15;

    private final int type;
    private boolean present;
    private int start;
    private int end;
    private int nlriStart;
    private int nextHopStart;
    private int nextHopLength;
    private @Nullable AddressFamily family;

    MultiprotocolField(int type) {
        this.type = type;
    }

    void clear() {
        present = false;
    }

    boolean isPresent() {
        return present;
    }

    /** Takes the attribute that {@code header} describes; {@code in} stands on its value. */
    void read(Cursor in, AttributeHeader header, CodecOptions options, UpdateErrors errors)
            throws BgpProtocolException {
        if (present) { // RFC 7606 section 3, item g
            throw BgpProtocolException.resetSession(
                    ErrorCode.MALFORMED_ATTRIBUTE_LIST, OctetString.EMPTY, "attribute " + type + ": repeated");
        }
        present = true;
        start = header.start;
        end = header.end;
        if ((header.flags & (AttributeCodec.OPTIONAL | AttributeCodec.TRANSITIVE)) != AttributeCodec.OPTIONAL) {
            // RFC 7606 section 5.3: the routes are not to be trusted
            throw BgpProtocolException.resetSession(
                            ErrorCode.ATTRIBUTE_FLAGS_ERROR, OctetString.EMPTY, "flags 0x%02x".formatted(header.flags))
                    .inAttribute(type, header.octets(in));
        }
        readFixedPart(in, options, errors);
    }

    private void readFixedPart(Cursor in, CodecOptions options, UpdateErrors errors) throws BgpProtocolException {
        int length = end - in.position();
        if (length < (type == REACH ? 5 : 3)) {
            throw malformed(in, "%d octets".formatted(length));
        }
        int afi = in.u16();
        int safi = in.u8();
        nextHopLength = type == REACH ? in.u8() : 0;
        nextHopStart = in.position();
        nlriStart = nextHopStart + nextHopLength + (type == REACH ? 1 : 0);
        if (nlriStart > end) {
            throw malformed(in, "next hop of %d octets with %d left".formatted(nextHopLength, end - nextHopStart));
        }
        family = AddressFamily.of(afi, safi);
        if (family == null || !options.families().contains(family)) {
            family = null;
            errors.add(BgpProtocolException.discardAttribute(
                    ErrorCode.OPTIONAL_ATTRIBUTE_ERROR,
                    OctetString.EMPTY,
                    "attribute %d: family %d/%d is not negotiated".formatted(type, afi, safi)));
        } else if (type == REACH && !NextHops.isLength(family, nextHopLength)) {
            throw malformed(in, "next hop of %d octets for %s".formatted(nextHopLength, family));
        }
    }

    /** RFC 7606 sections 7.11 and 7.12: the routes cannot be told, so they cannot be withdrawn either. */
    private BgpProtocolException malformed(Cursor in, String detail) {
        return BgpProtocolException.resetSession(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, OctetString.EMPTY, detail)
                .inAttribute(type, octets(in));
    }

    /** The error for routes that could not be read, for the reason {@code cause}. */
    BgpProtocolException malformedRoutes(Cursor in, BgpProtocolException cause) {
        return cause.with(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, OctetString.EMPTY).inAttribute(type, octets(in));
    }

    /** The octets of the whole attribute, for a NOTIFICATION. */
    OctetString octets(Cursor in) {
        return OctetString.of(in.array(), start, end);
    }

    /** The family of the routes, or null if it is not negotiated and they are skipped. */
    @Nullable
    AddressFamily family() {
        return family;
    }

    int nextHopStart() {
        return nextHopStart;
    }

    int nextHopLength() {
        return nextHopLength;
    }

    /** Whether there are octets of routes, of whatever family. */
    boolean hasRoutes() {
        return present && nlriStart < end;
    }

    /** Makes the routes the window of {@code in}. */
    void openRoutes(Cursor in) {
        in.window(nlriStart, end);
    }
}
