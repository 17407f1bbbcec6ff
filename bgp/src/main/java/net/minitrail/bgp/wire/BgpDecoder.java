package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import io.netty.buffer.ByteBuf;

/**
 * Turns octets into messages. Whatever the octets are, each call ends in a message or a {@link BgpProtocolException} with
 * the remedy RESET_SESSION, and allocates no more than about a hundred octets for each octet of the message.
 *
 * <p>Confined to the session loop, one for each connection; the interner may be shared by the connections of a loop.
 */
public final class BgpDecoder {
    /** The octets of a header: as many {@link #messageLength} needs. */
    public static final int HEADER_LENGTH = MessageHeader.LENGTH;

    private final Cursor cursor = new Cursor();
    private final UpdateDecoder updates;
    private CodecOptions options;

    public BgpDecoder(CodecOptions options, AttributeInterner interner) {
        this.options = options;
        this.updates = new UpdateDecoder(interner);
    }

    /** From now on messages mean what {@code negotiated} says. */
    public void negotiated(CodecOptions negotiated) {
        options = negotiated;
    }

    /**
     * Checks what there is of a marker at the reader index, so that somebody who speaks another protocol and waits for an
     * answer gets one.
     *
     * @throws BgpProtocolException CONNECTION_NOT_SYNCHRONIZED, as a session reset
     */
    public static void checkMarker(ByteBuf in) throws BgpProtocolException {
        MessageHeader.checkMarker(in);
    }

    /**
     * Checks the header at the reader index, which stays there, before the rest of the message has come.
     *
     * @param in holds at least {@value #HEADER_LENGTH} octets
     * @return the length of the message with the header, 19 to 65535
     * @throws BgpProtocolException if the marker, length or type is wrong (RFC 4271 section 6.1), as a session reset
     */
    public int messageLength(ByteBuf in) throws BgpProtocolException {
        checkArgument(in.readableBytes() >= HEADER_LENGTH, "%s octets are no header", in.readableBytes());
        return MessageHeader.check(in, options);
    }

    /**
     * Reads one message with its header, which is checked again. The reader index stays; the buffer is not kept.
     *
     * @param message exactly one message
     * @throws BgpProtocolException as a session reset; all milder errors are in {@link Update#tolerated}
     */
    public BgpMessage decode(ByteBuf message) throws BgpProtocolException {
        int length = messageLength(message);
        checkArgument(length == message.readableBytes(), "%s octets (expected: %s)", message.readableBytes(), length);
        cursor.fill(message);
        cursor.skip(HEADER_LENGTH);
        return switch (MessageHeader.type(message)) {
            case MessageHeader.OPEN -> OpenCodec.decode(cursor);
            case MessageHeader.UPDATE -> updates.decode(cursor, options);
            case MessageHeader.NOTIFICATION ->
                new Notification(cursor.u8(), cursor.u8(), cursor.octets(cursor.remaining()));
            case MessageHeader.KEEPALIVE -> Keepalive.INSTANCE;
            default -> decodeRouteRefresh();
        };
    }

    /** Octets past the fourth of a request are filters nobody negotiated (RFC 5291), and forgotten. */
    private RouteRefresh decodeRouteRefresh() throws BgpProtocolException {
        int length = cursor.remaining();
        int at = cursor.position();
        int afi = cursor.u16();
        int subtype = cursor.u8();
        if ((subtype == RouteRefresh.BEGIN || subtype == RouteRefresh.END) && length != 4) { // RFC 7313 section 5
            throw BgpProtocolException.resetSession(
                    ErrorCode.INVALID_REFRESH_LENGTH,
                    OctetString.of(cursor.array(), at - HEADER_LENGTH, cursor.limit()),
                    "body of %d octets (expected: 4)".formatted(length));
        }
        if (length < 4) {
            throw MessageHeader.badLength(HEADER_LENGTH + length, MessageHeader.ROUTE_REFRESH);
        }
        return new RouteRefresh(afi, cursor.u8(), subtype);
    }
}
