package net.minitrail.net.packet;

import java.util.Arrays;

/** Numbers in octets, most significant first, and the Internet checksum. */
public final class Octets {
    private Octets() {}

    public static int u8(byte[] octets, int at) {
        return octets[at] & 0xFF;
    }

    public static int u16(byte[] octets, int at) {
        return (octets[at] & 0xFF) << 8 | (octets[at + 1] & 0xFF);
    }

    public static int i32(byte[] octets, int at) {
        return u16(octets, at) << 16 | u16(octets, at + 2);
    }

    public static long i64(byte[] octets, int at) {
        return (long) i32(octets, at) << 32 | (i32(octets, at + 4) & 0xFFFF_FFFFL);
    }

    public static void put16(byte[] octets, int at, int value) {
        octets[at] = (byte) (value >>> 8);
        octets[at + 1] = (byte) value;
    }

    public static void put32(byte[] octets, int at, int value) {
        put16(octets, at, value >>> 16);
        put16(octets, at + 2, value);
    }

    public static byte[] from(byte[] octets, int offset) {
        return Arrays.copyOfRange(octets, offset, octets.length);
    }

    /** The ones' complement sum of RFC 1071, not yet complemented, to be carried on from {@code sum}. */
    static long sum(long sum, byte[] octets, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i + 1 < end; i += 2) {
            sum += u16(octets, i);
        }
        return (length & 1) == 0 ? sum : sum + ((octets[end - 1] & 0xFF) << 8);
    }

    static int fold(long sum) {
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) ~sum & 0xFFFF;
    }

    /** The Internet checksum of a range: what goes into the header, or 0 if the range holds a right one. */
    public static int checksum(byte[] octets, int offset, int length) {
        return fold(sum(0, octets, offset, length));
    }

    static void needChecksum(boolean right, String problem) throws MalformedPacketException {
        if (!right) {
            throw new MalformedPacketException(MalformedPacketException.Fault.CHECKSUM, problem);
        }
    }

    static void need(boolean condition, String problem) throws MalformedPacketException {
        if (!condition) {
            throw new MalformedPacketException(problem);
        }
    }
}
