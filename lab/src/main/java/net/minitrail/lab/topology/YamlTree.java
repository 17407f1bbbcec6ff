package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A YAML document as plain data, with the place of every key and value.
 *
 * @param keys the place of the key of each map entry, by the JSON pointer of its value
 * @param values the place of each value, by JSON pointer; of the anchor for a value that an alias repeats
 */
public record YamlTree(JsonNode root, ImmutableMap<String, Position> keys, ImmutableMap<String, Position> values) {

    /** Where to point a reader at for the entry: its key if it has one, else its value, else the nearest parent's. */
    public Position entry(String pointer) {
        return nearest(keys, pointer);
    }

    /** Where the value stands; the nearest parent's place for a pointer that leads nowhere. */
    public Position value(String pointer) {
        return nearest(values, pointer);
    }

    private Position nearest(Map<String, Position> preferred, String pointer) {
        String at = pointer;
        while (true) {
            Position position = preferred.getOrDefault(at, values.get(at));
            if (position != null) {
                return position;
            }
            int slash = at.lastIndexOf('/');
            if (slash < 0) {
                return Position.START;
            }
            at = at.substring(0, slash);
        }
    }

    /** Escapes a key for use in a JSON pointer (RFC 6901 section 3). */
    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
