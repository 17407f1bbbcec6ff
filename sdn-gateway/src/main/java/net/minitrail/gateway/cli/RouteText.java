package net.minitrail.gateway.cli;

import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.gateway.routing.RouteEntry;
import net.minitrail.gateway.routing.TableSnapshot;

/** {@code show route}: tables of one, two or three lines a route. */
final class RouteText {
    private static final String UNDER = " ".repeat(19);

    private RouteText() {}

    /** The line above every table; the counts are those of the whole table, whatever is shown of it. */
    static String head(TableSnapshot table) {
        return "%n%s: %d destinations, %d routes (%d active, 0 holddown, %d hidden)%n"
                .formatted(table.name(), table.destinations(), table.entries().size(), table.active(), table.hidden())
                .replace(System.lineSeparator(), "\n");
    }

    static String table(TableSnapshot whole, Iterable<RouteEntry> shown) {
        var out = new StringBuilder(head(whole)).append("+ = Active Route, - = Last Active, * = Both\n\n");
        String before = "";
        for (RouteEntry entry : shown) {
            boolean again = entry.destination().equals(before);
            before = entry.destination();
            out.append(again ? UNDER : destination(entry.destination()))
                    .append(entry.active() ? '*' : ' ')
                    .append(entry(entry));
        }
        return out.toString();
    }

    private static String destination(String text) {
        return text.length() > 18 ? text + "\n" + UNDER : "%-19s".formatted(text);
    }

    private static String entry(RouteEntry entry) {
        var out = new StringBuilder(
                "[%s/%d] %s".formatted(entry.protocol(), entry.preference(), Ages.ofRoute(entry.ageSeconds())));
        PathAttributes attributes = entry.attributes();
        if (attributes != null && entry.isBgp()) {
            attributes.med().ifPresent(med -> out.append(", MED ").append(med));
            out.append(", localpref ").append(attributes.localPrefOr(100));
            out.append(", from ").append(entry.from());
            out.append("\n                      AS path: ").append(AttributeText.asPath(attributes));
            out.append(", validation-state: unverified");
        }
        out.append('\n');
        if (entry.via().isEmpty()) {
            out.append("                      ").append(unusable(entry)).append('\n');
        }
        String mark = "> ";
        for (String hop : entry.via()) {
            boolean plain = Character.isUpperCase(hop.charAt(0));
            out.append("                    ")
                    .append(plain ? "  " : mark)
                    .append(hop)
                    .append('\n');
            mark = "  ";
        }
        return out.toString();
    }

    static String unusable(RouteEntry entry) {
        return entry.hidden() != null ? "Unusable" : "Discard";
    }

    /** One line a route: {@code terse}. */
    static String terse(TableSnapshot whole, Iterable<RouteEntry> shown) {
        var out = new StringBuilder(head(whole))
                .append("+ = Active Route, - = Last Active, * = Both\n\n")
                .append("A V Destination        P Prf   Metric 1   Metric 2  Next hop        AS path\n");
        String before = "";
        for (RouteEntry entry : shown) {
            PathAttributes attributes = entry.isBgp() ? entry.attributes() : null;
            boolean again = entry.destination().equals(before);
            before = entry.destination();
            out.append("%s %s %-18s %s %3d %10s %10s %s%-15s %s"
                    .formatted(
                            entry.active() ? "*" : " ",
                            "?",
                            again ? "" : entry.destination(),
                            entry.protocol().substring(0, 1),
                            entry.preference(),
                            attributes == null ? "" : attributes.localPrefOr(100),
                            attributes == null || attributes.med().isEmpty() ? "" : attributes.medOr(0),
                            entry.via().isEmpty() ? " " : ">",
                            entry.via().isEmpty()
                                    ? unusable(entry)
                                    : hop(entry.via().get(0)),
                            attributes == null ? "" : AttributeText.asPath(attributes))
                    .stripTrailing());
            out.append('\n');
        }
        return out.toString();
    }

    private static String hop(String via) {
        String hop = via.startsWith("via ") ? via.substring(4) : via;
        int comma = hop.indexOf(',');
        return comma < 0 ? hop : hop.substring(0, comma);
    }
}
