package net.minitrail.gateway.cli;

import java.util.List;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.gateway.routing.AdvertisedRoute;
import net.minitrail.gateway.routing.GatewayConfig;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.RouteEntry;
import net.minitrail.gateway.routing.TableSnapshot;

/** {@code show route advertising-protocol} and {@code receive-protocol}: what a neighbor is told, and what it told us. */
final class ExchangeText {
    private static final String COLUMNS = "  Prefix                  Nexthop              MED     Lclpref    AS path\n";

    private ExchangeText() {}

    static String advertised(TableSnapshot table, List<AdvertisedRoute> routes, BgpNeighbor neighbor) {
        var out = new StringBuilder(RouteText.head(table)).append(COLUMNS);
        routes.forEach(route -> out.append(row(
                "*",
                route.destination(),
                route.self() ? "Self" : hop(route.attributes()),
                route.attributes(),
                neighbor.internal())));
        return out.toString();
    }

    static String received(TableSnapshot table, List<RouteEntry> routes) {
        var out = new StringBuilder(RouteText.head(table)).append(COLUMNS);
        for (RouteEntry route : routes) {
            PathAttributes attributes = route.attributes();
            if (attributes != null) {
                String mark = route.active() ? "*" : " ";
                out.append(row(mark, route.destination(), hop(attributes), attributes, true));
            }
        }
        return out.toString();
    }

    private static String row(String mark, String prefix, String hop, PathAttributes attributes, boolean internal) {
        String head = mark + " " + prefix;
        String place = head.length() > 25 ? head + "\n" + " ".repeat(26) : "%-26s".formatted(head);
        String med = attributes.med().isPresent() ? String.valueOf(attributes.medOr(0)) : "";
        String preference =
                internal && attributes.localPref().isPresent() ? String.valueOf(attributes.localPrefOr(0)) : "";
        return place
                + "%-20s %-7s %-10s %s%n"
                        .formatted(hop, med, preference, AttributeText.asPath(attributes))
                        .replace(System.lineSeparator(), "\n");
    }

    private static String hop(PathAttributes attributes) {
        return attributes.nextHop().map(Object::toString).orElse("");
    }

    static String advertisedExtensive(
            GatewayConfig config, TableSnapshot table, List<AdvertisedRoute> routes, BgpNeighbor neighbor) {
        var out = new StringBuilder(RouteText.head(table));
        for (AdvertisedRoute route : routes) {
            PathAttributes attributes = route.attributes();
            out.append("* ").append(route.destination()).append(" (1 entry, 1 announced)\n");
            out.append(" BGP group ").append(neighbor.group()).append(" type ");
            out.append(neighbor.internal() ? "Internal\n" : "External\n");
            if (route.distinguisher() != null) {
                out.append("     Route Distinguisher: ")
                        .append(route.distinguisher())
                        .append('\n');
            }
            if (route.label() != null) {
                out.append("     VPN Label: ").append(route.label()).append('\n');
            }
            out.append("     Nexthop: ")
                    .append(route.self() ? "Self" : hop(attributes))
                    .append('\n');
            if (route.self()) {
                out.append("     Flags: Nexthop Change\n");
            }
            attributes
                    .med()
                    .ifPresent(med -> out.append("     MED: ").append(med).append('\n'));
            if (neighbor.internal()) {
                out.append("     Localpref: ")
                        .append(attributes.localPrefOr(100))
                        .append('\n');
            }
            String path = attributes.asPath().toString();
            String own =
                    neighbor.internal() ? "[" + config.as() + "] " : path.isEmpty() ? "[" + config.as() + "] " : "";
            out.append("     AS path: ")
                    .append(own)
                    .append(AttributeText.asPath(attributes))
                    .append('\n');
            communities(out, "     ", attributes);
        }
        return out.toString();
    }

    static String receivedExtensive(TableSnapshot table, List<RouteEntry> routes) {
        var out = new StringBuilder(RouteText.head(table));
        for (RouteEntry route : routes) {
            PathAttributes attributes = route.attributes();
            if (attributes == null) {
                continue;
            }
            out.append(route.active() ? "* " : "  ").append(route.destination());
            out.append(" (1 entry, ").append(route.announced() ? 1 : 0).append(" announced)\n");
            if (!route.primary().isEmpty()) {
                out.append("     Import Accepted\n");
            }
            if (route.distinguisher() != null) {
                out.append("     Route Distinguisher: ")
                        .append(route.distinguisher())
                        .append('\n');
            }
            if (route.label() != null) {
                out.append("     VPN Label: ").append(route.label()).append('\n');
            }
            out.append("     Nexthop: ").append(hop(attributes)).append('\n');
            attributes
                    .med()
                    .ifPresent(med -> out.append("     MED: ").append(med).append('\n'));
            out.append("     Localpref: ").append(attributes.localPrefOr(100)).append('\n');
            out.append("     AS path: ")
                    .append(AttributeText.asPath(attributes))
                    .append('\n');
            communities(out, "     ", attributes);
        }
        return out.toString();
    }

    private static void communities(StringBuilder out, String margin, PathAttributes attributes) {
        String text = AttributeText.communities(attributes);
        if (!text.isEmpty()) {
            out.append(margin).append("Communities: ").append(text).append('\n');
        }
    }
}
