package net.minitrail.vrouter.cli;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.BridgeTable;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.InetTable;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vrf;
import org.jspecify.annotations.Nullable;

/** {@code rt}: dumps a table, shows what one address meets, or each change until the reader stops it. Thread-safe. */
final class RouteTool implements Tool {
    private static final String USAGE = """
            Usage:    rt --dump <vrf_id> [--family <inet|inet6|bridge>]>
                      rt --get <address/plen> --vrf <id> [--family <inet|inet6|bridge>]
                      rt --monitor
                      rt --help

            --dump    Dumps the routing table corresponding to vrf_id
            --family  Optional family specification to --dump command
                      Specification should be one of "inet" or "bridge"
            --monitor Watch for netlink broadcasted messages
            --help    Prints this help message""";

    private final VRouter vrouter;
    private final LoopQuery query;

    RouteTool(VRouter vrouter, LoopQuery query) {
        this.vrouter = vrouter;
        this.query = query;
    }

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        Options options =
                Options.parse(words, Set.of("--monitor"), Set.of("--dump", "--get", "--vrf", "--family"), USAGE);
        if (options.has("--monitor")) {
            new RouteMonitor(vrouter, query).run(out);
        }
        String family = options.text("--family") == null ? "inet" : options.text("--family");
        if (!Set.of("inet", "inet6", "bridge").contains(family)) {
            throw options.wrong();
        }
        int index = options.number("--dump", options.number("--vrf", -1));
        String wanted = options.text("--get");
        if (index < 0 || (wanted == null && !options.has("--dump"))) {
            throw options.wrong();
        }
        if (wanted != null) {
            out.accept(get(wanted, index, family));
            return 0;
        }
        out.accept(
                family.equals("bridge")
                        ? RouteText.bridgeHeader(index)
                        : RouteText.inetHeader(family.equals("inet") ? 4 : 6, index));
        String rows = query.ask(() -> {
            Vrf vrf = vrouter.vrfs().get(index);
            return vrf == null
                    ? "?"
                    : family.equals("bridge") ? bridgeRows(index) : inetRows(vrf, family.equals("inet"));
        });
        if (rows.equals("?")) {
            return 1; // the tool prints the header of any table and finds nothing in one that does not exist
        }
        out.accept(rows);
        return 0;
    }

    private String inetRows(Vrf vrf, boolean v4) {
        var text = new StringBuilder();
        List<InetTable.Leaf> leaves = vrf.table(v4).leaves();
        // The tool asks for what follows an all-zero marker, so the first leaf never shows.
        for (InetTable.Leaf leaf : leaves.subList(Math.min(1, leaves.size()), leaves.size())) {
            text.append(row(leaf, vrf.index()));
        }
        return text.toString();
    }

    private String row(InetTable.Leaf leaf, int vrf) {
        FibRoute route = leaf.route();
        NextHop nextHop = vrouter.nextHops().get(route.nextHop());
        return RouteText.inetRow(
                leaf,
                route.label() >= 0 && nextHop != null && RouteText.labelled(nextHop),
                stitchedIndex(route.stitchedMac(), vrf));
    }

    private int stitchedIndex(@Nullable MacAddress mac, int vrf) {
        BridgeTable.Entry entry = mac == null ? null : vrouter.bridge().get(vrf, mac);
        return entry == null ? 0 : entry.index();
    }

    private String bridgeRows(int vrf) {
        var text = new StringBuilder();
        for (BridgeTable.Entry entry : vrouter.bridge().entries()) {
            if (entry.vrf() == vrf) {
                text.append(RouteText.bridgeRow(entry, entry.packets()));
            }
        }
        return text.toString();
    }

    private String get(String wanted, int index, String family) throws CommandException {
        String answer;
        try {
            if (family.equals("bridge")) {
                MacAddress mac = MacAddress.parse(wanted);
                answer = query.ask(() -> getBridge(mac, index));
            } else {
                int slash = wanted.indexOf('/');
                IpAddress address = IpAddress.parse(slash < 0 ? wanted : wanted.substring(0, slash));
                int length = slash < 0 ? address.bits() : Integer.parseInt(wanted.substring(slash + 1));
                IpPrefix prefix = IpPrefix.containing(address, length);
                answer = query.ask(() -> getInet(prefix, index));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(1, e.getMessage() + "\n" + USAGE);
        }
        if (answer.isEmpty()) {
            throw new CommandException(1, "Error: No such file or directory");
        }
        return answer;
    }

    private String getInet(IpPrefix prefix, int index) {
        Vrf vrf = vrouter.vrfs().get(index);
        if (vrf == null) {
            return "";
        }
        int version = prefix.isV4() ? 4 : 6;
        InetTable.Leaf leaf = vrf.table(prefix.isV4()).leaf(prefix.address());
        return "Match %s in vRouter inet%d table 0/%d/unicast%n%n".formatted(prefix, version, index)
                + RouteText.inetHeader(version, index)
                + row(leaf, index);
    }

    private String getBridge(MacAddress mac, int index) {
        BridgeTable.Entry entry = vrouter.bridge().get(index, mac);
        return entry == null
                ? ""
                : "Match %s in vRouter bridge table 0/%d/unicast%n%n".formatted(mac, index)
                        + RouteText.bridgeHeader(index)
                        + RouteText.bridgeRow(entry, 0);
    }
}
