package net.minitrail.bgp.wire;

/** The three octets of a label in NLRI: 20 bits of label, 3 of traffic class, 1 of bottom-of-stack (RFC 8277 2.2). */
final class LabelField {
    static final int BITS = 24;
    static final int OCTETS = 3;

    private static final int BOTTOM = 1;

    private LabelField() {}

    /** The bottom-most entry of a stack. */
    static int of(int label) {
        return label << 4 | BOTTOM;
    }

    static int label(int field) {
        return field >>> 4;
    }

    static boolean isBottom(int field) {
        return (field & BOTTOM) != 0;
    }
}
