package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Path segments on the wire: an octet of type, one of count, then the AS numbers (RFC 4271 section 4.3). */
final class AsPathOctets {
    private static final int CONFEDERATION_SEQUENCE = 3;
    private static final int CONFEDERATION_SET = 4;

    private AsPathOctets() {}

    /**
     * Reads the segments that {@code in} holds.
     *
     * @param asOctets 2 or 4
     * @param skipConfederations whether segments of confederations are left out; else they are of an unknown type, since
     *     no peer of ours is in a confederation with us (RFC 5065 section 5)
     * @return null, with {@code in} where it was, if a segment is of an unknown type, empty or overruns the value, or an
     *     AS is 0 (RFC 7607)
     */
    static @Nullable AsPath read(Cursor in, int asOctets, boolean skipConfederations) {
        int start = in.position();
        int[] words = new int[in.remaining() / 2];
        int used = 0;
        boolean wellFormed = true;
        while (wellFormed && in.isReadable()) {
            int header = in.remaining() >= 2 ? in.u16() : 0;
            int type = header >>> 8;
            int count = header & 0xFF;
            boolean skip = skipConfederations && (type == CONFEDERATION_SEQUENCE || type == CONFEDERATION_SET);
            wellFormed = (type == AsPath.SET || type == AsPath.SEQUENCE || skip)
                    && count > 0
                    && in.remaining() >= count * asOctets;
            if (wellFormed && skip) {
                in.skip(count * asOctets);
            } else if (wellFormed) {
                words[used++] = type << 16 | count;
                for (int i = 0; i < count; i++) {
                    int as = asOctets == 2 ? in.u16() : in.i32();
                    wellFormed &= as != 0;
                    words[used++] = as;
                }
            }
        }
        if (!wellFormed) {
            in.window(start, in.limit());
            return null;
        }
        return AsPath.ofWords(used == words.length ? words : Arrays.copyOf(words, used));
    }

    static int length(AsPath path, int asOctets) {
        int[] words = path.words();
        int length = 0;
        for (int at = 0; at < words.length; at += 1 + (words[at] & 0xFFFF)) {
            length += 2 + (words[at] & 0xFFFF) * asOctets;
        }
        return length;
    }

    /** Writes the path; where AS numbers have two octets, AS_TRANS stands for those that need four. */
    static void write(AsPath path, int asOctets, ByteBuf out) {
        int[] words = path.words();
        for (int at = 0; at < words.length; ) {
            int count = words[at] & 0xFFFF;
            out.writeByte(words[at] >>> 16).writeByte(count);
            at++;
            for (int end = at + count; at < end; at++) {
                if (asOctets == 4) {
                    out.writeInt(words[at]);
                } else {
                    out.writeShort(words[at] >>> 16 == 0 ? words[at] : Open.AS_TRANS);
                }
            }
        }
    }

    /** Whether an AS of {@code path} does not fit in two octets. */
    static boolean needsFourOctets(AsPath path) {
        int[] words = path.words();
        for (int at = 0; at < words.length; ) {
            int end = at + 1 + (words[at] & 0xFFFF);
            for (at++; at < end; at++) {
                if (words[at] >>> 16 != 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
