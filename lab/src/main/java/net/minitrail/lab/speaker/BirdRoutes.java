package net.minitrail.lab.speaker;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code show route all} of BIRD 2. A destination starts a line, further paths to it leave its place empty:
 *
 * <pre>
 *   RD PREFIX unicast [PROTOCOL SINCE from NEIGHBOR] * (PREFERENCE) [AS…]
 *       via 192.168.100.12 on lo mpls 20 onlink
 *       BGP.next_hop: 192.168.100.3
 * </pre>
 */
final class BirdRoutes {
    private static final Pattern PATH =
            Pattern.compile("(?:(\\S+) )?(\\S+/\\d+)?\\s+\\w+ \\[\\S+ \\S+(?: \\S+)??(?: from (\\S+))?\\]( \\*)?.*");
    private static final Pattern VIA = Pattern.compile("\\s+via (\\S+) on \\S+ mpls (\\d+).*");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s+BGP\\.(\\w+): ?(.*)");
    private static final Pattern TARGET = Pattern.compile("\\(rt, (\\S+), (\\d+)\\)");
    private static final Pattern ENCAPSULATION = Pattern.compile("\\(generic, 0x30c0000, 0x([0-9a-f]{1,4})\\)");
    private static final Pattern COMMUNITY = Pattern.compile("\\((\\d+),(\\d+)\\)");

    private final RouteRows rows = new RouteRows();
    private String rd = "";
    private String prefix = "";
    private RouteRows.@Nullable Row row;

    static List<ObjectNode> read(String printed) {
        BirdRoutes routes = new BirdRoutes();
        printed.lines().forEach(routes::line);
        return routes.rows.all();
    }

    private void line(String line) {
        Matcher path = PATH.matcher(line);
        Matcher attribute = ATTRIBUTE.matcher(line);
        Matcher via = VIA.matcher(line);
        if (path.matches()) {
            if (path.group(2) != null) {
                rd = path.group(1) == null ? "" : path.group(1);
                prefix = path.group(2);
            }
            row = rows.add(RouteRows.familyOf(rd, prefix), rd, prefix)
                    .text("source", path.group(3))
                    .active(path.group(4) != null);
        } else if (row != null && via.matches()) {
            row.nextHop(via.group(1)).number("label", Long.parseLong(via.group(2)));
        } else if (row != null && attribute.matches()) {
            attribute(row, attribute.group(1), attribute.group(2));
        }
    }

    private static void attribute(RouteRows.Row row, String name, String value) {
        switch (name) {
            case "origin" -> row.origin(value);
            case "as_path" -> row.text("as_path", value);
            case "next_hop" -> row.nextHop(value.split(" ", 2)[0]);
            case "med" -> row.number("med", Long.parseLong(value));
            case "local_pref" -> row.number("local_preference", Long.parseLong(value));
            case "mpls_label_stack" -> row.number("label", Long.parseLong(value.split(" ", 2)[0]));
            case "community" ->
                COMMUNITY
                        .matcher(value)
                        .results()
                        .forEach(one -> row.element("communities", one.group(1) + ":" + one.group(2)));
            case "ext_community" -> {
                TARGET.matcher(value).results().forEach(one -> row.target(one.group(1) + ":" + one.group(2)));
                ENCAPSULATION
                        .matcher(value)
                        .results()
                        .forEach(one -> row.encapsulation(Integer.parseInt(one.group(1), 16)));
            }
            default -> {} // not among the columns
        }
    }
}
