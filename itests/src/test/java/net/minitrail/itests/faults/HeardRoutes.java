package net.minitrail.itests.faults;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a peer was told, read from the octets of UPDATE messages by rules of its own. A route is known by its family and the
 * octets of its NLRI without labels, such as {@code 1/128 0001c0a8640300070a090909}. Guarded by its owner.
 */
final class HeardRoutes {
    private static final HexFormat HEX = HexFormat.of();
    private static final int REACH = 14;
    private static final int UNREACH = 15;

    private final Map<String, Map<Integer, String>> routes = new HashMap<>();
    private final Map<String, Integer> changes = new HashMap<>();

    /** An attribute of a route as hexadecimal octets with its header; empty if there is no such route or attribute. */
    String attribute(String key, int type) {
        return routes.getOrDefault(key, Map.of()).getOrDefault(type, "");
    }

    boolean has(String key) {
        return routes.containsKey(key);
    }

    /** How often a route came, went or got other attributes; that it was said again is no change. */
    int changes(String key) {
        return changes.getOrDefault(key, 0);
    }

    void take(byte[] update) {
        ByteBuffer in = ByteBuffer.wrap(update);
        ByteBuffer withdrawn = part(in, in.getShort() & 0xFFFF);
        ByteBuffer list = part(in, in.getShort() & 0xFFFF);
        remove("1/1", withdrawn);
        Map<Integer, String> attributes = new TreeMap<>();
        ByteBuffer reach = ByteBuffer.allocate(0);
        while (list.hasRemaining()) {
            int start = list.position();
            int flags = list.get() & 0xFF;
            int type = list.get() & 0xFF;
            ByteBuffer value = part(list, (flags & 0x10) != 0 ? list.getShort() & 0xFFFF : list.get() & 0xFF);
            if (type == REACH) {
                reach = value;
            } else if (type == UNREACH) {
                remove(family(value), value);
            } else {
                attributes.put(
                        type, HEX.formatHex(update, list.arrayOffset() + start, list.arrayOffset() + list.position()));
            }
        }
        add("1/1", in, attributes);
        if (reach.hasRemaining()) {
            String family = family(reach);
            part(reach, reach.get() & 0xFF);
            reach.get();
            add(family, reach, attributes);
        }
    }

    private static String family(ByteBuffer in) {
        return (in.getShort() & 0xFFFF) + "/" + (in.get() & 0xFF);
    }

    private static ByteBuffer part(ByteBuffer in, int length) {
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private void add(String family, ByteBuffer in, Map<Integer, String> attributes) {
        while (in.hasRemaining()) {
            String key = key(family, in);
            if (!attributes.equals(routes.put(key, attributes))) {
                changes.merge(key, 1, Integer::sum);
            }
        }
    }

    private void remove(String family, ByteBuffer in) {
        while (in.hasRemaining()) {
            String key = key(family, in);
            routes.remove(key);
            changes.merge(key, 1, Integer::sum);
        }
    }

    /** Reads one route; of those with labels there is one label. */
    private static String key(String family, ByteBuffer in) {
        byte[] octets;
        if (family.equals("25/70")) {
            int type = in.get() & 0xFF;
            octets = new byte[in.get() & 0xFF];
            in.get(octets);
            return family + " " + evpnKey(type, HEX.formatHex(octets));
        }
        octets = new byte[((in.get() & 0xFF) + 7) / 8];
        in.get(octets);
        boolean labeled = family.endsWith("/128");
        return family + " " + HEX.formatHex(octets, labeled ? 3 : 0, octets.length);
    }

    /** Of MAC/IP routes the distinguisher, tag, MAC and address; of other types all octets. */
    private static String evpnKey(int type, String octets) {
        if (type != 2) {
            return type + " " + octets;
        }
        int addressOctets = Integer.parseInt(octets.substring(58, 60), 16) / 8;
        return type + " " + octets.substring(0, 16) + octets.substring(36, 60 + 2 * addressOctets);
    }
}
