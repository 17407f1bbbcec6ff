package net.minitrail.itests.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** What came of each fault, for a report: a line of JSON each, {@code node peer name rfc outcome passed}. */
final class Results {
    private final List<String> lines = new ArrayList<>();

    /** By node, then by RFC: how many faults there were, and how many came out as they should. */
    private final Map<String, Map<String, int[]>> counts = new TreeMap<>();

    synchronized void add(Node node, PeerKind peer, Fault fault, boolean passed) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", node.role());
        row.put("peer", peer.name().toLowerCase(Locale.ROOT));
        row.put("name", fault.name());
        row.put("rfc", fault.rfc());
        row.put("outcome", fault.outcome());
        row.put("passed", passed);
        lines.add(JsonMapper.shared().writeValueAsString(row));
        int[] count = counts.computeIfAbsent(node.role(), role -> new TreeMap<>())
                .computeIfAbsent("RFC " + fault.rfc().replaceFirst("[ ,].*", ""), rfc -> new int[2]);
        count[0]++;
        count[1] += passed ? 1 : 0;
    }

    /** The roles of the nodes to whom faults were done. */
    synchronized Set<String> nodes() {
        return Set.copyOf(counts.keySet());
    }

    /** A table of RFCs and nodes, in Markdown. */
    synchronized String table() {
        Set<String> rfcs = counts.values().stream()
                .flatMap(count -> count.keySet().stream())
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(Results::number))));
        var table = new StringBuilder("| |");
        counts.keySet().forEach(node -> table.append(' ').append(node).append(" |"));
        table.append("\n|---|").append("---|".repeat(counts.size())).append('\n');
        rfcs.forEach(rfc -> row(table, rfc, count -> count.getOrDefault(rfc, new int[2])));
        row(
                table,
                "all",
                count -> count.values().stream().reduce(new int[2], (one, other) ->
                        new int[] {one[0] + other[0], one[1] + other[1]}));
        return table.toString().stripTrailing();
    }

    private void row(StringBuilder table, String name, Function<Map<String, int[]>, int[]> countOf) {
        table.append("| ").append(name).append(" |");
        counts.values().forEach(byRfc -> {
            int[] count = countOf.apply(byRfc);
            table.append(count[0] == 0 ? " - |" : " %d of %d |".formatted(count[1], count[0]));
        });
        table.append('\n');
    }

    private static int number(String rfc) {
        return Integer.parseInt(rfc.substring("RFC ".length()));
    }

    synchronized void write(Path file) throws IOException {
        Files.write(file, lines);
    }
}
