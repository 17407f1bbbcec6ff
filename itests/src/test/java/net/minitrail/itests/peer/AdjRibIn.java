package net.minitrail.itests.peer;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What a peer was told and has not been told to forget, read from UPDATE messages (RFC 4271 section 4.3, RFC 4760) as
 * octets in hexadecimal, so that nothing of a route can get lost in reading. Written by one thread, read by any.
 */
public final class AdjRibIn {
    private static final HexFormat HEX = HexFormat.of();
    private static final int REACH = 14;
    private static final int UNREACH = 15;

    private final Map<String, Held> routes = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> withdrawals = new ConcurrentHashMap<>();
    private final Set<String> endsOfRib = ConcurrentHashMap.newKeySet();
    private volatile long updates;

    /**
     * A route that was announced.
     *
     * @param label the three octets, empty in families without labels
     * @param attributes all but MP_REACH_NLRI, as they came, then the next hop
     */
    public record Held(String label, String attributes) {}

    /** Takes the body of an UPDATE. */
    void apply(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        in.position(2 + in.getShort(0));
        int end = (in.getShort() & 0xFFFF) + in.position();
        var attributes = new StringBuilder();
        ByteBuffer reach = null;
        while (in.position() < end) {
            int start = in.position();
            int flags = in.get() & 0xFF;
            int type = in.get() & 0xFF;
            int length = (flags & 0x10) != 0 ? in.getShort() & 0xFFFF : in.get() & 0xFF;
            int value = in.position();
            in.position(value + length);
            if (type == REACH) {
                reach = in.slice(value, length);
            } else if (type == UNREACH) {
                withdraw(in.slice(value, length));
            } else {
                attributes.append(HEX.formatHex(body, start, value + length));
            }
        }
        if (reach != null) {
            announce(reach, attributes);
        }
        updates++;
    }

    private void withdraw(ByteBuffer in) {
        String family = family(in);
        if (!in.hasRemaining()) {
            endsOfRib.add(family);
        }
        while (in.hasRemaining()) {
            String id = id(family, in, new StringBuilder());
            routes.remove(id);
            withdrawals.merge(id, 1, Integer::sum);
        }
    }

    private void announce(ByteBuffer in, StringBuilder attributes) {
        String family = family(in);
        int nextHop = in.get() & 0xFF;
        attributes.append(' ').append(hex(in, nextHop));
        in.get();
        String common = attributes.toString();
        while (in.hasRemaining()) {
            var label = new StringBuilder();
            String id = id(family, in, label);
            routes.put(id, new Held(label.toString(), common));
        }
    }

    private static String family(ByteBuffer in) {
        return (in.getShort() & 0xFFFF) + "/" + (in.get() & 0xFF);
    }

    private static String id(String family, ByteBuffer in, StringBuilder label) {
        int octets = ((in.get() & 0xFF) + 7) / 8;
        if (family.endsWith("/128")) {
            label.append(hex(in, 3));
            octets -= 3;
        }
        return family + " " + hex(in, octets);
    }

    private static String hex(ByteBuffer in, int length) {
        byte[] octets = new byte[length];
        in.get(octets);
        return HEX.formatHex(octets);
    }

    /** By family and destination, as {@link RouteKey#id} writes them. */
    public Map<String, Held> routes() {
        return Collections.unmodifiableMap(routes);
    }

    /** How often a destination was withdrawn. */
    public int withdrawals(RouteKey key) {
        return withdrawals.getOrDefault(key.id(), 0);
    }

    public boolean isComplete(Family family) {
        return endsOfRib.contains(family.toString());
    }

    /** How many UPDATE messages came. */
    public long updates() {
        return updates;
    }
}
