package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The labels in front of a VPN prefix (RFC 8277). Without the multiple labels capability there is exactly one, and its
 * bottom-of-stack bit means nothing (section 2.2); but routers of RFC 3107, which it replaced, send whole stacks and end
 * them with that bit. So a clear bit is taken for a stack only where the octets after one label don't look like a route
 * distinguisher and a prefix, and those after the stack do. A withdrawal, which may have any label, then means the same
 * route as the announcement.
 */
final class VpnLabels {
    static final int RD_BITS = 64;

    /** What a withdrawal has in place of a label (RFC 8277 section 2.4). */
    private static final int WITHDRAWN_LABEL = 0x80_0000;

    private static final int MAX_RD_TYPE = 2;

    private VpnLabels() {}

    /**
     * Reads the labels of an announced route of {@code bits} bits; the caller has checked that one label and a
     * distinguisher are there.
     */
    static LabelStack read(Cursor in, int bits, int addressBits) {
        int field = in.u24();
        if (LabelField.isBottom(field) || isPrefix(in, bits - LabelField.BITS, addressBits)) {
            return LabelStack.of(LabelField.label(field));
        }
        int start = in.position();
        int[] labels = new int[LabelStack.MAX];
        labels[0] = LabelField.label(field);
        int depth = 1;
        int left = bits - LabelField.BITS;
        while (!LabelField.isBottom(field) && left >= LabelField.BITS + RD_BITS) {
            field = in.u24();
            left -= LabelField.BITS;
            labels[depth++] = LabelField.label(field);
        }
        boolean prefixFollows = LabelField.isBottom(field)
                && fits(left, addressBits)
                && ByteOrders.u16(in.array(), in.position()) <= MAX_RD_TYPE;
        if (!prefixFollows) {
            in.window(start, in.limit());
            return LabelStack.of(labels[0]);
        }
        return LabelStack.of(Arrays.copyOf(labels, depth));
    }

    /** Whether {@code bits} bits from here on are a known type of distinguisher and a prefix that somebody may use. */
    private static boolean isPrefix(Cursor in, int bits, int addressBits) {
        if (!fits(bits, addressBits) || ByteOrders.u16(in.array(), in.position()) > MAX_RD_TYPE) {
            return false;
        }
        if (bits == RD_BITS) {
            return true;
        }
        int first = in.array()[in.position() + RD_BITS / Byte.SIZE] & 0xFF;
        return addressBits == Integer.SIZE ? first != 0 : first >> 5 == 1 || first >> 1 == 0x7E; // 2000::/3, fc00::/7
    }

    private static boolean fits(int bits, int addressBits) {
        return bits >= RD_BITS && bits <= RD_BITS + addressBits;
    }

    /** Skips the labels of a withdrawn route: what stands in place of a label, or the labels of the announcement. */
    static void skip(Cursor in, int bits, int addressBits) {
        int field = ByteOrders.i32(in.array(), in.position()) >>> 8;
        boolean isExplicitNull = field == 0; // which RFC 3107 has in place of a label, and a stack may begin with
        if (field == WITHDRAWN_LABEL || isExplicitNull && fits(bits - LabelField.BITS, addressBits)) {
            in.skip(LabelField.OCTETS);
        } else {
            read(in, bits, addressBits);
        }
    }

    /** Writes {@code labels}; label 0 where there is none, as Contrail does. */
    static void write(LabelStack labels, ByteBuf out) {
        int depth = labels.depth();
        for (int i = 0; i < depth - 1; i++) {
            out.writeMedium(labels.get(i) << 4);
        }
        out.writeMedium(LabelField.of(depth == 0 ? 0 : labels.get(depth - 1)));
    }

    static void writeWithdrawn(ByteBuf out) {
        out.writeMedium(WITHDRAWN_LABEL);
    }

    static int octets(LabelStack labels) {
        return LabelField.OCTETS * Math.max(1, labels.depth());
    }
}
