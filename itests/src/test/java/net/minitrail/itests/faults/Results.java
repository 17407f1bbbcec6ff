package net.minitrail.itests.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What came of each fault, for a report: a line of JSON each, {@code node peer name rfc outcome passed}. */
final class Results {
    private final List<String> lines = new ArrayList<>();

    synchronized void add(Node node, PeerKind peer, Fault fault, boolean passed) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", node.role());
        row.put("peer", peer.name().toLowerCase(Locale.ROOT));
        row.put("name", fault.name());
        row.put("rfc", fault.rfc());
        row.put("outcome", fault.outcome());
        row.put("passed", passed);
        lines.add(JsonMapper.shared().writeValueAsString(row));
    }

    synchronized void write(Path file) throws IOException {
        Files.write(file, lines);
    }
}
