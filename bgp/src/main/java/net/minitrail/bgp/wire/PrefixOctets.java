package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** The shortest whole octets that hold a prefix. */
final class PrefixOctets {
    private PrefixOctets() {}

    static int count(int bits) {
        return (bits + 7) / 8;
    }

    /** Writes the first {@code bits}, 0 to 32, of {@code network}. */
    static void write(int network, int bits, ByteBuf out) {
        write((long) network << 32, bits, out);
    }

    /** Writes the first {@code bits}, 0 to 64, of {@code network}. */
    static void write(long network, int bits, ByteBuf out) {
        for (int shift = 56, left = count(bits); left > 0; left--, shift -= 8) {
            out.writeByte((int) (network >>> shift));
        }
    }

    /** Writes the first {@code bits}, 0 to 128, of {@code high} and {@code low}. */
    static void write(long high, long low, int bits, ByteBuf out) {
        write(high, Math.min(bits, 64), out);
        write(low, Math.max(bits - 64, 0), out);
    }
}
