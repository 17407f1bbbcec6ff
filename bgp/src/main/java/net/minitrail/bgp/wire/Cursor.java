package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/**
 * Reads network-order numbers from a window of a byte array. Every read past the window throws
 * {@link IndexOutOfBoundsException}; decoders check lengths first, so that would be a fault of ours. For one thread.
 */
final class Cursor {
    /** Spare octets behind the window, so that a word can be read at its end. */
    private static final int SLACK = Long.BYTES;

    private byte[] octets = new byte[CodecOptions.MAX_MESSAGE + SLACK];
    private int position;
    private int limit;

    /** Copies the readable octets of {@code in}, without moving its reader index, and stands on the first. */
    void fill(ByteBuf in) {
        int length = in.readableBytes();
        if (octets.length < length + SLACK) {
            octets = new byte[CodecOptions.MAX_EXTENDED_MESSAGE + SLACK];
        }
        in.getBytes(in.readerIndex(), octets, 0, length);
        position = 0;
        limit = length;
    }

    /** Reads {@code octets[from, to)} from now on; the array needs {@value #SLACK} octets after {@code to}. */
    void wrap(byte[] array, int from, int to) {
        octets = array;
        window(from, to);
    }

    /** Narrows or widens the window over the same array. */
    void window(int from, int to) {
        position = from;
        limit = to;
    }

    byte[] array() {
        return octets;
    }

    int position() {
        return position;
    }

    int limit() {
        return limit;
    }

    int remaining() {
        return limit - position;
    }

    boolean isReadable() {
        return position < limit;
    }

    private int advance(int octetCount) {
        int at = position;
        if (octetCount > limit - at) {
            throw new IndexOutOfBoundsException(octetCount + " octets of " + (limit - at));
        }
        position = at + octetCount;
        return at;
    }

    void skip(int octetCount) {
        advance(octetCount);
    }

    int u8() {
        return octets[advance(1)] & 0xFF;
    }

    int u16() {
        return ByteOrders.u16(octets, advance(Short.BYTES));
    }

    int u24() {
        return ByteOrders.i32(octets, advance(3)) >>> 8;
    }

    int i32() {
        return ByteOrders.i32(octets, advance(Integer.BYTES));
    }

    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    long u48() {
        return ByteOrders.u64(octets, advance(6)) >>> 16;
    }

    long u64() {
        return ByteOrders.u64(octets, advance(Long.BYTES));
    }

    /** As many octets as hold {@code bits}, 0 to 32, most significant first; the rest of the word is zero. */
    int bits32(int bits) {
        int word = ByteOrders.i32(octets, advance((bits + 7) / 8));
        return bits == 0 ? 0 : word & -1 << (Integer.SIZE - bits);
    }

    /** As many octets as hold {@code bits}, 0 to 64, most significant first; the rest of the word is zero. */
    long bits64(int bits) {
        long word = ByteOrders.u64(octets, advance((bits + 7) / 8));
        return bits == 0 ? 0 : word & -1L << (Long.SIZE - bits);
    }

    OctetString octets(int octetCount) {
        int at = advance(octetCount);
        return OctetString.of(octets, at, at + octetCount);
    }
}
