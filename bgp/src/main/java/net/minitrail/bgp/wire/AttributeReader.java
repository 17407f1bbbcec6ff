package net.minitrail.bgp.wire;

import java.util.Arrays;
import net.minitrail.bgp.wire.AttributesDecoder.Required;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of the UPDATE at hand but for MP_REACH_NLRI and MP_UNREACH_NLRI, put one after the other. With all else
 * that decides their meaning they are the key of the {@link AttributeInterner}; only if it does not know them they are
 * decoded. Confined to one thread.
 */
final class AttributeReader {
    /** Next hop, its length, and the options: what follows the attributes in a key. */
    private static final int MAX_TAIL = 48 + 2;

    private static final int SLACK = Long.BYTES;

    private static final PathAttributes NO_ATTRIBUTES = PathAttributes.builder().build();

    private final AttributeInterner interner;
    private final AttributesDecoder decoder = new AttributesDecoder();
    private final Cursor cursor = new Cursor();

    private byte[] key = new byte[512];
    private int length;

    AttributeReader(AttributeInterner interner) {
        this.interner = interner;
    }

    void clear() {
        length = 0;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Adds the attributes in {@code octets[from, to)}. */
    void add(byte[] octets, int from, int to) {
        int more = to - from;
        if (length + more + MAX_TAIL + SLACK > key.length) {
            key = Arrays.copyOf(key, 2 * (length + more) + MAX_TAIL + SLACK);
        }
        System.arraycopy(octets, from, key, length, more);
        length += more;
    }

    /**
     * Reads what was added.
     *
     * @param message the octets that {@code reach} lies in
     * @param reach where the next hop is, if there are routes in MP_REACH_NLRI and no others
     */
    PathAttributes read(
            byte[] message,
            @Nullable MultiprotocolField reach,
            CodecOptions options,
            Required required,
            UpdateErrors errors) {
        if (length == 0 && required == Required.NOTHING) {
            return NO_ATTRIBUTES;
        }
        if (!errors.isEmpty() || required == Required.NOTHING) {
            return decode(options, null, required, errors);
        }
        int keyLength = appendTail(message, reach, options, required);
        long hash = interner.hash(key, keyLength);
        PathAttributes known = interner.find(key, keyLength, hash);
        if (known != null) {
            return known;
        }
        IpAddress nextHop = reach == null ? null : NextHops.read(message, reach.nextHopStart(), reach.nextHopLength());
        PathAttributes attributes = decode(options, nextHop, required, errors);
        if (errors.isEmpty()) {
            interner.remember(key, keyLength, hash, attributes);
        }
        return attributes;
    }

    private PathAttributes decode(
            CodecOptions options, @Nullable IpAddress nextHop, Required required, UpdateErrors errors) {
        cursor.wrap(key, 0, length);
        return decoder.decode(cursor, options, nextHop, required, errors);
    }

    private int appendTail(
            byte[] message, @Nullable MultiprotocolField reach, CodecOptions options, Required required) {
        int at = length;
        int nextHopLength = 0;
        if (reach != null) {
            nextHopLength = reach.nextHopLength();
            System.arraycopy(message, reach.nextHopStart(), key, at, nextHopLength);
            at += nextHopLength;
        }
        key[at++] = (byte) nextHopLength;
        key[at++] = (byte) ((options.internal() ? 1 : 0)
                | (options.fourOctetAs() ? 2 : 0)
                | (required == Required.WITH_NEXT_HOP ? 4 : 0));
        return at;
    }
}
