package net.minitrail.lab.scenario;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.process.Inspection;
import net.minitrail.lab.process.RunningLab;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Looks for a route in a table, or at a whole table.
 *
 * @param rows one row to find or to miss, or all rows of the table if {@code exactly}
 */
record RouteCheck(
        String node,
        @Nullable String vrf,
        @Nullable String table,
        boolean absent,
        boolean exactly,
        ImmutableList<RouteRow> rows)
        implements Check {

    static RouteCheck of(JsonNode route) {
        ImmutableList.Builder<RouteRow> rows = ImmutableList.builder();
        boolean exactly = route.has("exactly");
        if (exactly) {
            route.path("exactly").forEach(row -> rows.add(RouteRow.of(row)));
        } else {
            rows.add(RouteRow.of(route));
        }
        return new RouteCheck(
                route.path("node").asString(),
                text(route, "vrf"),
                text(route, "table"),
                route.path("absent").asBoolean(false),
                exactly,
                rows.build());
    }

    @Override
    public Verdict look(RunningLab lab) {
        List<JsonNode> found = found(lab);
        if (exactly) {
            return whole(found);
        }
        RouteRow row = rows.get(0);
        List<JsonNode> matching = found.stream().filter(row::matches).toList();
        if (absent) {
            return matching.isEmpty() ? Verdict.good() : Verdict.bad("expected none, found: " + show(matching, row));
        }
        return matching.isEmpty()
                ? Verdict.bad("expected: " + row + "\nfound:    " + show(near(found), row))
                : Verdict.good();
    }

    private Verdict whole(List<JsonNode> found) {
        List<JsonNode> extra = new ArrayList<>(found);
        List<RouteRow> missing = new ArrayList<>();
        for (RouteRow row : rows) {
            JsonNode match = extra.stream().filter(row::matches).findFirst().orElse(null);
            if (match == null) {
                missing.add(row);
            } else {
                extra.remove(match);
            }
        }
        if (missing.isEmpty() && extra.isEmpty()) {
            return Verdict.good();
        }
        List<String> lines = new ArrayList<>();
        missing.forEach(row -> lines.add("- " + row));
        extra.forEach(row -> lines.add("+ " + row));
        return Verdict.bad(String.join("\n", lines));
    }

    /** The rows of the same prefix if there are any: the likeliest to be meant. */
    private List<JsonNode> near(List<JsonNode> found) {
        JsonNode prefix = rows.get(0).fields().get("prefix");
        return prefix == null
                ? found
                : found.stream()
                        .filter(row -> row.path("prefix").asString("").equals(prefix.asString()))
                        .toList();
    }

    private List<JsonNode> found(RunningLab lab) {
        JsonNode prefix = exactly ? null : rows.get(0).fields().get("prefix");
        List<JsonNode> found = new ArrayList<>();
        try {
            Inspection.of(
                            lab,
                            lab.node(node).orElseThrow(),
                            "routes",
                            vrf,
                            table,
                            null,
                            prefix == null ? null : prefix.asString())
                    .forEach(found::add);
        } catch (LabException e) {
            if (e.code() != ErrorCode.NO_SUCH_TABLE && !(absent && e.code() == ErrorCode.NODE_UNREACHABLE)) {
                throw e;
            }
        }
        return found;
    }

    private static String show(List<JsonNode> rows, RouteRow wanted) {
        return rows.isEmpty() ? "none" : rows.stream().map(wanted::shownIn).collect(Collectors.joining("\n          "));
    }

    private static @Nullable String text(JsonNode map, String key) {
        return map.path(key).isString() ? map.path(key).asString() : null;
    }
}
