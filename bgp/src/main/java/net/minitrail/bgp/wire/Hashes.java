package net.minitrail.bgp.wire;

/** Hash functions for table keys: a few multiplications, every input bit reaching every output bit. */
final class Hashes {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final long ODD = 0xC2B2_AE3D_27D4_EB4FL;

    private Hashes() {}

    static int mix(long a, long b) {
        long h = (a ^ GOLDEN) * ODD;
        h = (h ^ h >>> 32 ^ b) * GOLDEN;
        h ^= h >>> 29;
        h *= ODD;
        return (int) (h ^ h >>> 32);
    }

    /** The hash of {@code octets[from, to)}, starting from {@code seed}. */
    static long of(byte[] octets, int from, int to, long seed) {
        long h = seed ^ (to - from) * ODD;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            h = Long.rotateLeft((h ^ ByteOrders.u64(octets, at)) * GOLDEN, 31);
        }
        for (; at < to; at++) {
            h = Long.rotateLeft((h ^ octets[at]) * GOLDEN, 31);
        }
        h ^= h >>> 29;
        h *= ODD;
        return h ^ h >>> 32;
    }
}
