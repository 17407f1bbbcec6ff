package net.minitrail.controller.introspect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import net.minitrail.controller.introspect.RouteDump.Summary;
import net.minitrail.controller.introspect.RouteReader.Rows;

/** Tables and routes in the layouts of {@code ist.py}. */
final class IstText {
    private IstText() {}

    /** {@code ist.py ctr route show}: how a table begins. */
    static String table(Summary table) {
        return "\n%s: %d destinations, %d routes (%d primary, %d secondary, %d infeasible)%n%n"
                .formatted(
                        table.table(),
                        table.prefixes(),
                        table.paths(),
                        table.primaryPaths(),
                        table.secondaryPaths(),
                        table.infeasiblePaths());
    }

    /** A destination of the table. */
    static String route(Rows rows, ModifiedTimes modified) {
        RouteRow first = rows.paths().get(0);
        var text = new StringBuilder(
                "%s, age: %s, last_modified: %s%n".formatted(rows.nlri(), age(first.ageSeconds()), modified.of(first)));
        rows.paths().forEach(path -> text.append(path(path)));
        return text.toString();
    }

    private static String path(RouteRow path) {
        String protocol = path.protocol().equals("XMPP") ? "XMPP (interface)" : path.protocol();
        String encapsulations = path.tunnelEncap().stream()
                .map(name -> "'" + name + "'")
                .toList()
                .toString();
        return "    [%s|%s] age: %s, localpref: %d, nh: %s, encap: %s, label: %s, AS path: %s%s%n"
                .formatted(
                        protocol,
                        path.source(),
                        age(path.ageSeconds()),
                        path.localPreference(),
                        path.nextHop(),
                        encapsulations,
                        path.label() < 0 ? "0" : path.label(),
                        path.asPath().isEmpty() ? "None" : path.asPath(),
                        path.flags().isEmpty() ? "" : ", flags: " + path.flags());
    }

    /** {@code 0:08:09}, with days before it after a day. */
    static String age(long seconds) {
        String time = "%d:%02d:%02d".formatted(seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        long days = seconds / 86_400;
        return days == 0 ? time : days + (days == 1 ? " day, " : " days, ") + time;
    }

    /** A table with lines, as wide as its contents; columns in the order of {@code columns}. */
    static <T> String grid(Map<String, Function<T, Object>> columns, List<T> rows) {
        List<String> heads = List.copyOf(columns.keySet());
        List<List<String>> cells = rows.stream()
                .map(row -> columns.values().stream()
                        .map(cell -> String.valueOf(cell.apply(row)))
                        .toList())
                .toList();
        var rule = new StringBuilder("+");
        var format = new StringBuilder("|");
        for (int i = 0; i < heads.size(); i++) {
            int column = i;
            int width = cells.stream()
                    .mapToInt(row -> row.get(column).length())
                    .reduce(heads.get(i).length(), Math::max);
            rule.append("-".repeat(width + 2)).append('+');
            format.append(" %-").append(width).append("s |");
        }
        var text = new StringBuilder().append(rule).append('\n');
        text.append(format.toString().formatted(heads.toArray()))
                .append('\n')
                .append(rule)
                .append('\n');
        cells.forEach(row -> text.append(String.format(Locale.ROOT, format.toString(), row.toArray()))
                .append('\n'));
        return text.append(rule).append('\n').toString();
    }
}
