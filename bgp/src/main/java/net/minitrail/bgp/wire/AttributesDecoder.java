package net.minitrail.bgp.wire;

import net.minitrail.bgp.wire.BgpProtocolException.Remedy;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of path attributes, MP_REACH_NLRI and MP_UNREACH_NLRI apart, and judges each as RFC 7606 does: every
 * attribute is read, wherever the bad one stands, and the errors are collected. For one thread.
 */
final class AttributesDecoder {
    private final AttributeHeader header = new AttributeHeader();

    /**
     * Reads the attributes in {@code in}.
     *
     * @param in a list whose lengths have been checked
     * @param mpNextHop what MP_REACH_NLRI said, if the routes are in there
     * @param required what must be there for the kind of route
     */
    PathAttributes decode(
            Cursor in, CodecOptions options, @Nullable IpAddress mpNextHop, Required required, UpdateErrors errors) {
        var draft = new AttributeDraft();
        int listEnd = in.limit();
        while (in.isReadable()) {
            try {
                header.read(in);
                in.window(header.valueStart, header.end);
                decodeOne(in, draft, options);
            } catch (BgpProtocolException e) {
                errors.add(e.inAttribute(header.type, header.octets(in)));
            }
            in.window(header.end, listEnd);
        }
        if (required != Required.NOTHING) {
            require(draft, OriginCodec.TYPE, errors);
            require(draft, AsPathCodec.TYPE, errors);
            if (options.internal()) { // RFC 4271 section 5.1.5
                require(draft, LocalPrefCodec.TYPE, errors);
            }
        }
        if (required == Required.WITH_NEXT_HOP) {
            require(draft, NextHopCodec.TYPE, errors);
            requireHost(draft.builder.nextHop, errors);
        }
        PathAttributesBuilder builder = draft.finish();
        return (mpNextHop == null ? builder : builder.nextHop(mpNextHop)).build();
    }

    /** What kind of routes the attributes belong to. */
    enum Required {
        /** None: only withdrawals, so nothing is mandatory. */
        NOTHING,
        /** Routes in MP_REACH_NLRI. */
        BASIC,
        /** Routes in the classic field. */
        WITH_NEXT_HOP
    }

    private void decodeOne(Cursor value, AttributeDraft draft, CodecOptions options) throws BgpProtocolException {
        if (!draft.firstOf(header.type)) { // RFC 7606 section 3, item g
            throw BgpProtocolException.discardAttribute(
                    ErrorCode.MALFORMED_ATTRIBUTE_LIST, OctetString.EMPTY, "repeated");
        }
        AttributeCodec codec = AttributeCodecs.of(header.type);
        if (codec == null) {
            keepUnknown(value, draft);
            return;
        }
        if (codec.internalOnly() && !options.internal()) {
            throw BgpProtocolException.discardAttribute(
                    ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, OctetString.EMPTY, "from an external peer");
        }
        int kind = header.flags & (AttributeCodec.OPTIONAL | AttributeCodec.TRANSITIVE);
        if (kind != codec.flags()) {
            String detail = "flags 0x%02x (expected: 0x%02x)".formatted(header.flags, codec.flags());
            throw codec.remedyForFlags() == Remedy.DISCARD_ATTRIBUTE
                    ? BgpProtocolException.discardAttribute(ErrorCode.ATTRIBUTE_FLAGS_ERROR, OctetString.EMPTY, detail)
                    : BgpProtocolException.treatAsWithdraw(ErrorCode.ATTRIBUTE_FLAGS_ERROR, OctetString.EMPTY, detail);
        }
        codec.decode(value, draft, options);
    }

    /** RFC 4271 section 5: transitive ones are passed on, others forgotten; one that is not optional must be known. */
    private void keepUnknown(Cursor value, AttributeDraft draft) throws BgpProtocolException {
        if ((header.flags & AttributeCodec.OPTIONAL) == 0) {
            throw BgpProtocolException.resetSession(
                    ErrorCode.UNRECOGNIZED_WELL_KNOWN_ATTRIBUTE, OctetString.EMPTY, "not optional and not known");
        }
        if ((header.flags & AttributeCodec.TRANSITIVE) != 0) {
            draft.builder.addUnknown(new RawAttribute(header.type, value.octets(value.remaining())));
        }
    }

    private static void require(AttributeDraft draft, int type, UpdateErrors errors) {
        if (!draft.has(type)) { // RFC 7606 section 3, item d
            errors.add(BgpProtocolException.treatAsWithdraw(
                    ErrorCode.MISSING_WELL_KNOWN_ATTRIBUTE,
                    OctetString.of((byte) type),
                    "attribute " + type + " is missing"));
        }
    }

    private static void requireHost(@Nullable IpAddress nextHop, UpdateErrors errors) {
        if (nextHop != null && !NextHops.isHost(nextHop)) { // RFC 4271 section 6.3
            errors.add(BgpProtocolException.treatAsWithdraw(
                    ErrorCode.INVALID_NEXT_HOP,
                    OctetString.of(nextHop.octets()),
                    "next hop %s is not a host".formatted(nextHop)));
        }
    }
}
