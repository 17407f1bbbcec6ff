package net.minitrail.gateway.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.routing.AdvertisedRoute;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.GatewayConfig.Vrf;
import net.minitrail.gateway.routing.GatewayView;
import net.minitrail.gateway.routing.PeerSnapshot;
import net.minitrail.gateway.routing.RouteEntry;
import net.minitrail.gateway.routing.TableSnapshot;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;

/** {@code show route …}: picks tables and routes, and hands them to the text that was asked for. */
final class RouteCommand {
    private final GatewayView gateway;
    private final ConfigNode options;

    private RouteCommand(GatewayView gateway, ConfigNode options) {
        this.gateway = gateway;
        this.options = options;
    }

    static String run(GatewayView gateway, ConfigNode options) {
        return new RouteCommand(gateway, options).text();
    }

    private String text() {
        Optional<String> table = options.valueOf("table");
        List<TableSnapshot> tables = gateway.tables().stream()
                .filter(candidate -> table.isEmpty() || isNamed(candidate.name(), table.get()))
                .toList();
        if (table.isPresent() && tables.isEmpty()) {
            return "error: no such table: " + table.get() + "\n";
        }
        if (options.has("instance")) {
            return instances(options.one("instance").orElseThrow());
        }
        if (options.has("summary")) {
            return summary(tables);
        }
        Optional<ConfigNode> told = options.one("advertising-protocol");
        if (told.isPresent()) {
            return advertised(tables, IpAddress.parse(told.get().values().get(1)));
        }
        Optional<ConfigNode> heard = options.one("receive-protocol");
        if (heard.isPresent()) {
            return received(tables, IpAddress.parse(heard.get().values().get(1)));
        }
        return routes(tables);
    }

    /** {@code test_vn} alone stands for all tables of the instance, as on Junos. */
    private static boolean isNamed(String name, String asked) {
        return name.equals(asked) || name.startsWith(asked + ".inet");
    }

    private String routes(List<TableSnapshot> tables) {
        Predicate<RouteEntry> wanted = filter();
        var out = new StringBuilder();
        for (TableSnapshot table : tables) {
            List<RouteEntry> shown = table.entries().stream()
                    .filter(entry -> options.has("hidden") == (entry.hidden() != null))
                    .filter(wanted)
                    .toList();
            shown = longestOnly(shown);
            if (!shown.isEmpty()) {
                out.append(text(table, shown));
            } else if (options.has("hidden")) {
                out.append(RouteText.head(table));
            }
        }
        return out.toString();
    }

    private String text(TableSnapshot table, List<RouteEntry> shown) {
        if (options.has("terse")) {
            return RouteText.terse(table, shown);
        }
        if (options.has("detail") || options.has("extensive")) {
            return RouteDetailText.table(gateway.config(), table, shown, options.has("extensive"));
        }
        return RouteText.table(table, shown);
    }

    private Predicate<RouteEntry> filter() {
        Predicate<RouteEntry> wanted = entry -> !options.has("active-path") || entry.active();
        Optional<String> protocol = options.valueOf("protocol");
        if (protocol.isPresent()) {
            wanted = wanted.and(
                    entry -> entry.protocol().toLowerCase(Locale.ROOT).equals(protocol.get()));
        }
        Optional<String> destination = options.valueOf("");
        if (destination.isEmpty()) {
            return wanted;
        }
        IpPrefix prefix = prefix(destination.get());
        boolean address = destination.get().indexOf('/') < 0;
        return wanted.and(entry -> {
            IpPrefix own = entry.prefix();
            if (own == null || own.isV4() != prefix.isV4()) {
                return false;
            }
            if (options.has("exact")) {
                return own.equals(prefix);
            }
            return address ? own.covers(prefix) : prefix.covers(own);
        });
    }

    /** Of the routes to an address only the longest match counts. */
    private List<RouteEntry> longestOnly(List<RouteEntry> shown) {
        boolean address =
                options.valueOf("").filter(text -> text.indexOf('/') < 0).isPresent();
        if (!address) {
            return shown;
        }
        int longest = shown.stream().mapToInt(RouteCommand::length).max().orElse(0);
        return shown.stream().filter(entry -> length(entry) == longest).toList();
    }

    private static int length(RouteEntry entry) {
        IpPrefix prefix = entry.prefix();
        return prefix == null ? 0 : prefix.length();
    }

    private static IpPrefix prefix(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        return slash < 0
                ? IpPrefix.host(address)
                : IpPrefix.containing(address, Integer.parseInt(text.substring(slash + 1)));
    }

    private String advertised(List<TableSnapshot> tables, IpAddress neighbor) {
        Optional<BgpNeighbor> known = neighbor(neighbor);
        if (known.isEmpty()) {
            return "error: no such neighbor: " + neighbor + "\n";
        }
        List<AdvertisedRoute> all = gateway.advertised(neighbor);
        var out = new StringBuilder();
        for (TableSnapshot table : tables) {
            List<AdvertisedRoute> routes = all.stream()
                    .filter(route -> route.table().equals(table.name()))
                    .filter(route -> options.valueOf("").isEmpty()
                            || route.destination().endsWith(options.valueOf("").get()))
                    .toList();
            if (!routes.isEmpty()) {
                out.append(
                        options.has("extensive") || options.has("detail")
                                ? ExchangeText.advertisedExtensive(gateway.config(), table, routes, known.get())
                                : ExchangeText.advertised(table, routes, known.get()));
            }
        }
        return out.toString();
    }

    private String received(List<TableSnapshot> tables, IpAddress neighbor) {
        if (neighbor(neighbor).isEmpty()) {
            return "error: no such neighbor: " + neighbor + "\n";
        }
        Predicate<RouteEntry> wanted = filter();
        var out = new StringBuilder();
        for (TableSnapshot table : tables) {
            List<RouteEntry> routes = table.entries().stream()
                    .filter(entry -> neighbor.equals(entry.from()))
                    .filter(entry -> options.has("hidden") == (entry.hidden() != null))
                    .filter(wanted)
                    .toList();
            if (!routes.isEmpty()) {
                out.append(
                        options.has("extensive") || options.has("detail")
                                ? ExchangeText.receivedExtensive(table, routes)
                                : ExchangeText.received(table, routes));
            } else if (!table.name().startsWith("bgp.") || options.has("table")) {
                out.append(RouteText.head(table));
            }
        }
        return out.toString();
    }

    private Optional<BgpNeighbor> neighbor(IpAddress address) {
        return gateway.peers().stream()
                .map(PeerSnapshot::config)
                .filter(config -> config.address().equals(address))
                .findFirst();
    }

    private String summary(List<TableSnapshot> tables) {
        var out = new StringBuilder();
        out.append("Autonomous system number: ").append(gateway.config().as()).append('\n');
        out.append("Router ID: ").append(gateway.config().routerId()).append('\n');
        for (TableSnapshot table : tables) {
            out.append(RouteText.head(table));
            table.entries().stream().map(RouteEntry::protocol).distinct().forEach(protocol -> {
                long all = table.entries().stream()
                        .filter(e -> e.protocol().equals(protocol))
                        .count();
                long active = table.entries().stream()
                        .filter(e -> e.active() && e.protocol().equals(protocol))
                        .count();
                out.append("%20s:%7d routes,%7d active\n".formatted(protocol, all, active));
            });
        }
        return out.toString();
    }

    private String instances(ConfigNode asked) {
        Optional<String> only = asked.valueOf("");
        var out = new StringBuilder();
        if (!asked.has("detail")) {
            out.append("Instance             Type\n");
            out.append("         Primary RIB                                     Active/holddown/hidden\n");
        }
        if (only.isEmpty() || only.get().equals("master")) {
            instance("master", "forwarding", "inet.0", out);
        }
        for (Vrf vrf : gateway.config().vrfs()) {
            if (only.isPresent() && !only.get().equals(vrf.name())) {
                continue;
            }
            if (asked.has("detail")) {
                detail(vrf, out);
            } else {
                instance(
                        vrf.name(),
                        vrf.distinguisher().isPresent() ? "vrf" : "virtual-router",
                        vrf.name() + ".inet.0",
                        out);
            }
        }
        return out.toString();
    }

    private void instance(String name, String type, String table, StringBuilder out) {
        if (options.one("instance").filter(node -> node.has("detail")).isPresent()) {
            return;
        }
        out.append("%-20s %-14s\n".formatted(name, type));
        out.append("         %-47s %s\n".formatted(table, counts(table)));
    }

    private String counts(String table) {
        return gateway.tables().stream()
                .filter(candidate -> candidate.name().equals(table))
                .findFirst()
                .map(found -> found.active() + "/0/" + found.hidden())
                .orElse("0/0/0");
    }

    private void detail(Vrf vrf, StringBuilder out) {
        out.append(vrf.name()).append(":\n");
        out.append("  Router ID: ").append(gateway.config().routerId()).append('\n');
        out.append("  Type: vrf               State: Active\n");
        out.append("  Interfaces:\n");
        vrf.interfaces()
                .forEach(logical -> out.append("    ").append(logical.name()).append('\n'));
        vrf.distinguisher()
                .ifPresent(
                        rd -> out.append("  Route-distinguisher: ").append(rd).append('\n'));
        out.append("  Vrf-import: [ ")
                .append(String.join(" ", vrf.importNames()))
                .append(" ]\n");
        out.append("  Vrf-export: [ ")
                .append(String.join(" ", vrf.exportNames()))
                .append(" ]\n");
        int label = gateway.label(vrf.name());
        if (label > 0) {
            out.append("  Vrf-table-label: ").append(label).append('\n');
        }
        out.append("  Tables:\n");
        String table = vrf.name() + ".inet.0";
        gateway.tables().stream()
                .filter(t -> t.name().equals(table))
                .forEach(t -> out.append("    %-23s: %d routes (%d active, 0 holddown, %d hidden)\n"
                        .formatted(table, t.entries().size(), t.active(), t.hidden())));
        out.append('\n');
    }
}
