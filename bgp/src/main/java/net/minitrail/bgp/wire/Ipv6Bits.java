package net.minitrail.bgp.wire;

/** The two halves of an IPv6 host mask: the bits past a prefix length. */
final class Ipv6Bits {
    private Ipv6Bits() {}

    /** The bits of the first eight octets past {@code length}, 0 to 128. */
    static long highHostBits(int length) {
        return length >= 64 ? 0 : -1L >>> length;
    }

    /** The bits of the last eight octets past {@code length}, 0 to 128. */
    static long lowHostBits(int length) {
        if (length <= 64) {
            return -1L;
        }
        return length == 128 ? 0 : -1L >>> (length - 64);
    }
}
