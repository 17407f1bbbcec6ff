package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/**
 * The header of every message (RFC 4271 section 4.1): sixteen octets of ones, two of total length, one of type.
 */
final class MessageHeader {
    static final int LENGTH = 19;

    static final int OPEN = 1;
    static final int UPDATE = 2;
    static final int NOTIFICATION = 3;
    static final int KEEPALIVE = 4;
    static final int ROUTE_REFRESH = 5;

    private static final int LENGTH_AT = 16;
    private static final int TYPE_AT = 18;
    private static final long ONES = -1L;

    private MessageHeader() {}

    /**
     * Checks the header that starts at the reader index, which stays there.
     *
     * @param in holds at least {@value #LENGTH} octets
     * @return the length of the message with the header
     * @throws BgpProtocolException CONNECTION_NOT_SYNCHRONIZED, BAD_MESSAGE_LENGTH or BAD_MESSAGE_TYPE, each a reset
     */
    static int check(ByteBuf in, CodecOptions options) throws BgpProtocolException {
        int at = in.readerIndex();
        if (in.getLong(at) != ONES || in.getLong(at + Long.BYTES) != ONES) {
            throw notSynchronized();
        }
        int length = in.getUnsignedShort(at + LENGTH_AT);
        int type = in.getUnsignedByte(at + TYPE_AT);
        int least = leastLength(type);
        int most = mostLength(type, options);
        if (length < LENGTH || length > options.maxMessageLength()) {
            throw badLength(length, type);
        }
        if (least == 0) {
            throw error(ErrorCode.BAD_MESSAGE_TYPE, OctetString.of((byte) type), "message type " + type);
        }
        if (length < least || length > most) {
            throw badLength(length, type);
        }
        return length;
    }

    /** Checks as much of a marker as there is at the reader index. */
    static void checkMarker(ByteBuf in) throws BgpProtocolException {
        int end = in.readerIndex() + Math.min(in.readableBytes(), LENGTH_AT);
        for (int at = in.readerIndex(); at < end; at++) {
            if (in.getByte(at) != -1) {
                throw notSynchronized();
            }
        }
    }

    static int type(ByteBuf message) {
        return message.getUnsignedByte(message.readerIndex() + TYPE_AT);
    }

    /**
     * The least length of a message with the header (RFC 4271 section 6.1), or 0 for an unknown type. Of a ROUTE-REFRESH it
     * reaches to the subtype, which decides what error a wrong length is.
     */
    private static int leastLength(int type) {
        return switch (type) {
            case OPEN -> 29;
            case UPDATE -> 23;
            case ROUTE_REFRESH -> 22;
            case NOTIFICATION -> 21;
            case KEEPALIVE -> LENGTH;
            default -> 0;
        };
    }

    /** RFC 8654 section 3: OPEN and KEEPALIVE stay short. */
    private static int mostLength(int type, CodecOptions options) {
        return switch (type) {
            case KEEPALIVE -> LENGTH;
            case OPEN -> CodecOptions.MAX_MESSAGE;
            default -> options.maxMessageLength();
        };
    }

    private static BgpProtocolException notSynchronized() {
        return error(ErrorCode.CONNECTION_NOT_SYNCHRONIZED, OctetString.EMPTY, "marker is not all ones");
    }

    static BgpProtocolException badLength(int length, int type) {
        OctetString data = OctetString.of((byte) (length >>> 8), (byte) length);
        return error(ErrorCode.BAD_MESSAGE_LENGTH, data, "length %d of message type %d".formatted(length, type));
    }

    private static BgpProtocolException error(ErrorCode error, OctetString data, String detail) {
        return BgpProtocolException.resetSession(error, data, detail);
    }

    /**
     * Writes a header whose length {@link #finish} fills in.
     *
     * @return where the message starts
     */
    static int begin(int type, ByteBuf out) {
        int start = out.writerIndex();
        out.writeLong(ONES).writeLong(ONES).writeShort(0).writeByte(type);
        return start;
    }

    static void finish(int start, ByteBuf out) {
        out.setShort(start + LENGTH_AT, out.writerIndex() - start);
    }
}
