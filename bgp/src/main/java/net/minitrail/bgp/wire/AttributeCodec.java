package net.minitrail.bgp.wire;

import com.google.errorprone.annotations.FormatMethod;
import io.netty.buffer.ByteBuf;

/** Reads and writes one path attribute. Stateless. */
abstract class AttributeCodec {
    static final int OPTIONAL = 0x80;
    static final int TRANSITIVE = 0x40;
    static final int PARTIAL = 0x20;
    static final int EXTENDED_LENGTH = 0x10;

    /** Flags of the attributes that every router has to understand (RFC 4271 section 5). */
    static final int WELL_KNOWN = TRANSITIVE;

    private final int type;
    private final int flags;

    /**
     * A codec.
     *
     * @param flags the optional and transitive bits that the attribute must have
     */
    AttributeCodec(int type, int flags) {
        this.type = type;
        this.flags = flags;
    }

    final int type() {
        return type;
    }

    final int flags() {
        return flags;
    }

    /** Whether an external peer has no business sending this attribute, so that it is dropped unread. */
    boolean internalOnly() {
        return false;
    }

    /** The remedy for wrong optional or transitive bits: RFC 7606 section 3, item c. */
    BgpProtocolException.Remedy remedyForFlags() {
        return BgpProtocolException.Remedy.TREAT_AS_WITHDRAW;
    }

    /**
     * Reads the value of the attribute.
     *
     * @param value holds exactly the value
     * @throws BgpProtocolException with the remedy that RFC 7606 section 7 or the attribute's own RFC asks for, without
     *     data: the caller adds the attribute
     */
    abstract void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException;

    /** Writes the whole attribute with its header, or nothing if {@code from} has none. */
    abstract void encode(PathAttributes from, CodecOptions options, ByteBuf out);

    final void writeHeader(int length, ByteBuf out) {
        writeHeader(flags, type, length, out);
    }

    /** Writes flags, type and length; with two octets of length only where one is too few. */
    static void writeHeader(int flags, int type, int length, ByteBuf out) {
        if (length > 0xFF) {
            out.writeByte(flags | EXTENDED_LENGTH).writeByte(type).writeShort(length);
        } else {
            out.writeByte(flags).writeByte(type).writeByte(length);
        }
    }

    /** Checks that the value has {@code length} octets; else the routes are treated as withdrawn. */
    final void requireLength(Cursor value, int length) throws BgpProtocolException {
        if (value.remaining() != length) {
            throw withdraw(ErrorCode.ATTRIBUTE_LENGTH_ERROR, "length %d (expected: %d)", value.remaining(), length);
        }
    }

    /** Checks that the value is a non-zero multiple of {@code unit} octets; else the routes are treated as withdrawn. */
    final void requireMultiple(Cursor value, int unit) throws BgpProtocolException {
        if (!value.isReadable() || value.remaining() % unit != 0) {
            throw withdraw(
                    ErrorCode.ATTRIBUTE_LENGTH_ERROR,
                    "length %d (expected: a non-zero multiple of %d)",
                    value.remaining(),
                    unit);
        }
    }

    @FormatMethod
    final BgpProtocolException withdraw(ErrorCode error, String detail, Object... found) {
        return BgpProtocolException.treatAsWithdraw(error, OctetString.EMPTY, detail.formatted(found));
    }

    @FormatMethod
    final BgpProtocolException discard(ErrorCode error, String detail, Object... found) {
        return BgpProtocolException.discardAttribute(error, OctetString.EMPTY, detail.formatted(found));
    }
}
