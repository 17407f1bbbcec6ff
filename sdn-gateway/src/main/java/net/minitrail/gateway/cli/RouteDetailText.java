package net.minitrail.gateway.cli;

import java.util.List;
import java.util.stream.Collectors;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.gateway.routing.GatewayConfig;
import net.minitrail.gateway.routing.RouteEntry;
import net.minitrail.gateway.routing.TableSnapshot;

/** {@code show route detail} and {@code extensive}: a block of lines a route. */
final class RouteDetailText {
    private static final String MARGIN = " ".repeat(16);

    private final StringBuilder out = new StringBuilder();
    private final GatewayConfig config;
    private final boolean extensive;

    private RouteDetailText(GatewayConfig config, boolean extensive) {
        this.config = config;
        this.extensive = extensive;
    }

    static String table(GatewayConfig config, TableSnapshot whole, List<RouteEntry> shown, boolean extensive) {
        var text = new RouteDetailText(config, extensive);
        text.out.append(RouteText.head(whole));
        text.table(shown);
        return text.out.toString();
    }

    private void table(List<RouteEntry> shown) {
        var byDestination = shown.stream()
                .collect(Collectors.groupingBy(
                        RouteEntry::destination, java.util.LinkedHashMap::new, Collectors.toList()));
        byDestination.forEach((destination, entries) -> {
            if (extensive || destination.contains(":")) {
                out.append('\n');
            }
            long announced = entries.stream().filter(RouteEntry::announced).count();
            out.append("%s (%d %s, %d announced)%n"
                    .formatted(destination, entries.size(), entries.size() == 1 ? "entry" : "entries", announced)
                    .replace(System.lineSeparator(), "\n"));
            if (extensive) {
                out.append("TSI:\n");
                entries.stream().filter(RouteEntry::active).forEach(this::kernel);
            }
            entries.forEach(this::entry);
        });
    }

    private void kernel(RouteEntry entry) {
        if (!entry.table().startsWith("bgp.")) {
            out.append("KRT in-kernel ").append(entry.destination()).append(" -> {");
            out.append(entry.isBgp() ? "indirect(1048574)" : String.join(" ", entry.via()))
                    .append("}\n");
        }
    }

    private void entry(RouteEntry entry) {
        PathAttributes attributes = entry.attributes();
        long second = entry.isBgp() && attributes != null ? attributes.localPrefOr(100) + 1 : 0;
        out.append("        %s%-6s Preference: %d%s%n"
                .formatted(
                        entry.active() ? "*" : " ",
                        entry.protocol(),
                        entry.preference(),
                        second == 0 ? "" : "/-" + second)
                .replace(System.lineSeparator(), "\n"));
        if (attributes != null && entry.isBgp()) {
            bgp(entry, attributes);
        } else {
            local(entry);
        }
    }

    private void local(RouteEntry entry) {
        line("Next hop type: "
                + (entry.via().isEmpty() ? "Discard" : entry.protocol().equals("Direct") ? "Interface" : "Router"));
        line("Next-hop reference count: 1");
        entry.via().forEach(via -> line("Next hop: " + via + ", selected"));
        line("State: <Active Int>");
        line("Local AS: " + config.as());
        line("Age: " + Ages.ofSession(entry.ageSeconds()));
        line("Validation State: unverified");
        line("Task: IF");
        if (entry.announced()) {
            line("Announcement bits (1): 1-BGP_RT_Background");
        }
        line("AS path: I");
    }

    private void bgp(RouteEntry entry, PathAttributes attributes) {
        if (entry.distinguisher() != null) {
            line("Route Distinguisher: " + entry.distinguisher());
        }
        line("Next hop type: " + (entry.via().isEmpty() ? "Unusable" : "Indirect"));
        line("Next-hop reference count: " + (1 + entry.secondary().size()));
        line("Source: " + entry.from());
        if (!entry.via().isEmpty()) {
            line("Next hop type: Router, Next hop index: "
                    + (600 + Math.abs(entry.via().hashCode() % 400)));
        }
        for (String via : entry.via()) {
            int comma = via.indexOf(',');
            line("Next hop: " + (comma < 0 ? via : via.substring(0, comma)) + ", selected");
        }
        labelOperation(entry);
        entry.protocolNextHop().ifPresent(hop -> line("Protocol next hop: " + hop));
        labelOperation(entry);
        if (!entry.via().isEmpty()) {
            line("Indirect next hop: 2 1048574 INH Session ID: 0x2");
        }
        line("State: <" + state(entry) + ">");
        if (entry.hidden() != null) {
            line("Inactive reason: Unusable path");
        }
        line("Local AS: %5d Peer AS: %5d".formatted(config.as(), peerAs(entry)));
        line("Age: " + Ages.ofSession(entry.ageSeconds())
                + (attributes.med().isPresent() ? " \tMetric: " + attributes.medOr(0) : "")
                + (entry.via().isEmpty() ? "" : " \tMetric2: 0 "));
        line("Validation State: unverified ");
        line("Task: BGP_" + peerAs(entry) + "." + entry.from());
        if (entry.announced()) {
            line("Announcement bits (1): " + (entry.table().startsWith("bgp.") ? "0-BGP_RT_Background" : "0-KRT"));
        }
        line("AS path: " + AttributeText.asPath(attributes) + " ");
        String communities = AttributeText.communities(attributes);
        if (!communities.isEmpty()) {
            line("Communities: " + communities);
        }
        if (!entry.primary().isEmpty()) {
            line("Import Accepted");
        }
        if (entry.label() != null) {
            line("VPN Label: " + entry.label());
        }
        line("Localpref: " + attributes.localPrefOr(100));
        line("Router ID: " + entry.from());
        if (!entry.secondary().isEmpty()) {
            line("Secondary Tables: " + String.join(" ", entry.secondary()));
        }
        if (!entry.primary().isEmpty()) {
            line("Primary Routing Table " + entry.primary());
        }
    }

    private void labelOperation(RouteEntry entry) {
        if (entry.label() != null && !entry.via().isEmpty()) {
            String via = entry.via().get(0);
            line("Label operation: " + via.substring(via.indexOf("Push ")));
            line("Label TTL action: prop-ttl");
            line("Load balance label: Label " + entry.label() + ": None; ");
        }
    }

    private static String state(RouteEntry entry) {
        String kind = entry.internal() ? "Int Ext" : "Ext";
        if (entry.hidden() != null) {
            return "Hidden " + kind;
        }
        String secondary = entry.primary().isEmpty() ? "" : "Secondary ";
        return secondary + (entry.active() ? "Active " : "NotBest ") + kind + " ProtectionCand";
    }

    private long peerAs(RouteEntry entry) {
        return config.groups().stream()
                .flatMap(group -> group.neighbors().stream())
                .filter(neighbor -> neighbor.address().equals(entry.from()))
                .mapToLong(GatewayConfig.BgpNeighbor::peerAs)
                .findFirst()
                .orElse(config.as());
    }

    private void line(String text) {
        out.append(MARGIN).append(text).append('\n');
    }
}
