package net.minitrail.bgp.wire;

/**
 * Reads the header of a path attribute: flags, type, and a length of one or two octets (RFC 4271 section 4.3). One
 * object serves all attributes of a decoder.
 */
final class AttributeHeader {
    int flags;
    int type;

    /** Where the attribute and its value begin, and where both end. */
    int start;

    int valueStart;
    int end;

    /**
     * Reads the header that {@code in} stands on, and leaves {@code in} on the value.
     *
     * @throws BgpProtocolException ATTRIBUTE_LENGTH_ERROR and treat-as-withdraw if the attribute overruns the list: the
     *     NLRI field is found all the same (RFC 7606 section 4)
     */
    void read(Cursor in) throws BgpProtocolException {
        start = in.position();
        int least = 3;
        if (in.remaining() >= least) {
            flags = in.u8();
            type = in.u8();
            if ((flags & AttributeCodec.EXTENDED_LENGTH) == 0) {
                finish(in, in.u8());
                return;
            }
            if (in.remaining() >= 2) {
                finish(in, in.u16());
                return;
            }
        }
        throw overrun(in, "attribute list ends in %d octets".formatted(in.limit() - start));
    }

    private void finish(Cursor in, int length) throws BgpProtocolException {
        if (length > in.remaining()) {
            throw overrun(in, "attribute %d of %d octets with %d left".formatted(type, length, in.remaining()));
        }
        valueStart = in.position();
        end = valueStart + length;
    }

    private BgpProtocolException overrun(Cursor in, String detail) {
        OctetString data = OctetString.of(in.array(), start, in.limit());
        return BgpProtocolException.treatAsWithdraw(ErrorCode.ATTRIBUTE_LENGTH_ERROR, data, detail);
    }

    /** The attribute's octets: header and value. */
    OctetString octets(Cursor in) {
        return OctetString.of(in.array(), start, end);
    }
}
