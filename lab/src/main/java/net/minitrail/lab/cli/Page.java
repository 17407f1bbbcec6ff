package net.minitrail.lab.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.google.common.collect.ImmutableList;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Data to print: the table and the JSON come from the same rows.
 *
 * @param what names the schema, {@code minitrail.WHAT/v1}
 * @param lab the lab it is about; null if about none
 * @param columns the keys that the table shows; empty for all that the rows have
 * @param rows maps
 */
record Page(String what, @Nullable String lab, ImmutableList<String> columns, ArrayNode rows) {

    /** A page with no rows yet. */
    static Page of(String what, @Nullable String lab, String... columns) {
        return new Page(what, lab, ImmutableList.copyOf(columns), JsonNodeFactory.instance.arrayNode());
    }

    ObjectNode envelope() {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("schema", "minitrail." + what + "/v1");
        envelope.put("lab", lab);
        envelope.put("generated", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        envelope.set("data", rows);
        return envelope;
    }

    /** Prints pages in one format. */
    record Printer(PrintWriter out, Minitrail.Format format) {
        void print(Page page) {
            switch (format) {
                case json ->
                    out.println(
                            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(page.envelope()));
                case yaml -> out.print(new YAMLMapper().writeValueAsString(page.envelope()));
                case table -> out.println(page.table());
            }
            out.flush();
        }
    }

    String table() {
        List<String> shown = new ArrayList<>(columns.isEmpty() ? keys() : columns);
        List<Column> headers = new ArrayList<>();
        for (String key : shown) {
            headers.add(new Column()
                    .header(key.replace('_', ' ').toUpperCase(Locale.ROOT))
                    .headerAlign(HorizontalAlign.LEFT)
                    .dataAlign(numeric(key) ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT)
                    .maxWidth(Integer.MAX_VALUE));
        }
        Object[][] cells = new Object[rows.size()][];
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            cells[i] = shown.stream().map(key -> text(row.path(key))).toArray();
        }
        return AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .data(headers.toArray(new Column[0]), cells)
                .asString()
                .lines()
                .map(line -> line.strip().isEmpty() ? "" : line.substring(1).stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        rows.forEach(row -> keys.addAll(row.propertyNames()));
        return keys;
    }

    private boolean numeric(String key) {
        return StreamSupport.stream(rows.spliterator(), false)
                .allMatch(row -> row.path(key).isNumber());
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (value.isEmpty() && value.isContainer()) {
            return "-";
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(Page::text)
                    .collect(Collectors.joining(" "));
        }
        if (value.isObject()) {
            return value.propertyNames().stream()
                    .map(key -> key + "=" + text(value.path(key)))
                    .collect(Collectors.joining(" "));
        }
        return value.asString().isEmpty() ? "-" : value.asString();
    }
}
