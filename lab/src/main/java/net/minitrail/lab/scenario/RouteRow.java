package net.minitrail.lab.scenario;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The fields that a route must have; those not named are free. Of a list, each named
 * element must be there; others may be, such as the automatic route target.
 *
 * @param fields by the names of a lab file ({@code next-hop}, {@code local-preference} …)
 */
record RouteRow(ImmutableMap<String, JsonNode> fields) {
    private static final ImmutableSet<String> PLACE = ImmutableSet.of("node", "table", "vrf", "absent", "exactly");

    static RouteRow of(JsonNode map) {
        ImmutableMap.Builder<String, JsonNode> fields = ImmutableMap.builder();
        map.propertyNames().stream().filter(key -> !PLACE.contains(key)).forEach(key -> fields.put(key, map.path(key)));
        return new RouteRow(fields.buildOrThrow());
    }

    boolean matches(JsonNode row) {
        return fields.entrySet().stream().allMatch(field -> same(field.getValue(), row.path(rowKey(field.getKey()))));
    }

    /** The named fields as they are in {@code row}: what to show when they differ. */
    String shownIn(JsonNode row) {
        return fields.keySet().stream()
                .map(key -> key + " " + text(row.path(rowKey(key))))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map((Map.Entry<String, JsonNode> field) -> field.getKey() + " " + text(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String rowKey(String key) {
        return key.replace('-', '_');
    }

    private static boolean same(JsonNode wanted, JsonNode found) {
        if (wanted.isArray()) {
            return found.isArray() && set(found).containsAll(set(wanted));
        }
        return wanted.asString("").equalsIgnoreCase(found.asString(""));
    }

    private static ImmutableSet<String> set(JsonNode list) {
        ImmutableSet.Builder<String> set = ImmutableSet.builder();
        list.forEach(value -> set.add(value.asString()));
        return set.build();
    }

    private static String text(JsonNode value) {
        return value.isArray() ? set(value).toString() : value.asString("none");
    }
}
