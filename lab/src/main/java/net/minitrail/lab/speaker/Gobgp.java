package net.minitrail.lab.speaker;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.lab.topology.VrfSpec;
import net.minitrail.net.RouteTarget;
import tools.jackson.databind.node.ObjectNode;

/**
 * GoBGP. Routes are announced through its API: without zebra, what a VRF of its own originates has label 0 and the transport
 * address for next hop, but a route of the global table has what it is given.
 */
record Gobgp() implements Speaker {
    static final int API_PORT = 50051;

    /** To a prefix, towards one neighbor: what an octet holds. */
    private static final int MOST_PATHS = 255;

    private static final ImmutableMap<AddressFamily, String> NAMES = ImmutableMap.of(
            AddressFamily.IPV4_UNICAST, "ipv4-unicast",
            AddressFamily.IPV6_UNICAST, "ipv6-unicast",
            AddressFamily.VPN_IPV4, "l3vpn-ipv4-unicast",
            AddressFamily.VPN_IPV6, "l3vpn-ipv6-unicast",
            AddressFamily.EVPN, "l2vpn-evpn",
            AddressFamily.ROUTE_TARGET, "rtc");

    @Override
    public String daemon() {
        return "gobgpd";
    }

    @Override
    public String tool() {
        return "gobgp";
    }

    @Override
    public String debianPackage() {
        return "gobgpd";
    }

    @Override
    public ImmutableList<String> version() {
        return ImmutableList.of("gobgpd", "--version");
    }

    @Override
    public ImmutableSet<AddressFamily> families() {
        return ImmutableSet.of(
                AddressFamily.VPN_IPV4, AddressFamily.VPN_IPV6, AddressFamily.EVPN, AddressFamily.ROUTE_TARGET);
    }

    @Override
    public String configFile() {
        return "gobgpd.toml";
    }

    @Override
    public String config(SpeakerSetup setup) {
        StringBuilder toml =
                new StringBuilder("""
                [global.config]
                  as = %d
                  router-id = "%s"
                  port = %d
                  local-address-list = ["%s"]
                """.formatted(setup.as(), setup.routerId(), setup.port(), setup.transport()));
        setup.neighbors().forEach(neighbor -> neighbor(toml, setup, neighbor));
        int id = 1;
        for (VrfSpec vrf : setup.node().vrfs().values()) {
            toml.append("""

                    [[vrfs]]
                      [vrfs.config]
                        name = "%s"
                        id = %d
                        rd = "%s"
                        import-rt-list = [%s]
                        export-rt-list = [%s]
                    """.formatted(vrf.name(), id++, vrf.rd(), quoted(vrf.imports()), quoted(vrf.exports())));
        }
        return toml.toString();
    }

    /** Graceful restart is offered for its End-of-RIB: without one a peer must guess when all targets are known. */
    private static void neighbor(StringBuilder toml, SpeakerSetup setup, SpeakerSetup.Neighbor neighbor) {
        toml.append("""

                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "%s"
                    peer-as = %d
                """.formatted(neighbor.transport(), neighbor.as()));
        if (neighbor.md5() != null) {
            toml.append("    auth-password = \"").append(neighbor.md5()).append("\"\n");
        }
        toml.append("""
                  [neighbors.transport.config]
                    local-address = "%s"
                    remote-port = %d
                    passive-mode = %s
                  [neighbors.ebgp-multihop.config]
                    enabled = true
                    multihop-ttl = 255
                  [neighbors.timers.config]
                    connect-retry = 1
                    idle-hold-time-after-reset = 1
                  [neighbors.graceful-restart.config]
                    enabled = true
                    restart-time = 1
                """.formatted(setup.transport(), neighbor.port(), neighbor.passive()));
        if (neighbor.client()) {
            toml.append("""
                      [neighbors.route-reflector.config]
                        route-reflector-client = true
                        route-reflector-cluster-id = "%s"
                    """.formatted(setup.routerId()));
        }
        for (AddressFamily family : setup.families()) {
            toml.append("""
                      [[neighbors.afi-safis]]
                        [neighbors.afi-safis.config]
                          afi-safi-name = "%s"
                        [neighbors.afi-safis.mp-graceful-restart.config]
                          enabled = true
                    """.formatted(NAMES.get(family)));
            if (neighbor.addPath()) {
                toml.append("""
                            [neighbors.afi-safis.add-paths.config]
                              receive = true
                              send-max = %d
                        """.formatted(MOST_PATHS));
            }
        }
    }

    @Override
    public ImmutableList<String> command(String host, int port) {
        return ImmutableList.of(
                daemon(), "-t", "toml", "-f", configFile(), "--api-hosts", host + ":" + API_PORT, "--pprof-disable");
    }

    @Override
    public ImmutableList<String> probe() {
        return ImmutableList.of("global");
    }

    @Override
    public ImmutableList<ImmutableList<String>> announcements(SpeakerSetup setup) {
        ImmutableList.Builder<ImmutableList<String>> commands = ImmutableList.builder();
        for (SpeakerSetup.VpnRoute route : setup.routes()) {
            String family = route.family() == AddressFamily.VPN_IPV4 ? "vpnv4" : "vpnv6";
            List<String> words = new ArrayList<>(
                    List.of("global", "rib", "add", "-a", family, route.prefix().toString()));
            words.addAll(List.of("label", Integer.toString(route.label())));
            words.addAll(List.of("rd", route.vrf().rd().toString()));
            route.vrf().exports().forEach(target -> words.addAll(List.of("rt", SpeakerSetup.plain(target))));
            words.addAll(List.of("nexthop", route.nextHop()));
            commands.add(ImmutableList.copyOf(words));
        }
        return commands.build();
    }

    @Override
    public String example() {
        return "gobgp global rib -a vpnv4";
    }

    @Override
    public ImmutableList<String> client(String host) {
        return ImmutableList.of("gobgp", "-u", host, "-p", Integer.toString(API_PORT));
    }

    private static String quoted(ImmutableSet<RouteTarget> targets) {
        return String.join(
                ", ",
                targets.stream()
                        .map(target -> "\"" + SpeakerSetup.plain(target) + "\"")
                        .toList());
    }

    @Override
    public List<ObjectNode> routes(Tool tool) throws IOException, InterruptedException {
        List<ObjectNode> rows = new ArrayList<>();
        for (String family : List.of("ipv4", "ipv6", "vpnv4", "vpnv6", "evpn")) {
            rows.addAll(GobgpRoutes.read(tool.run(List.of("global", "rib", "-a", family, "-j"))));
        }
        return rows;
    }

    /** GoBGP shows the routes of a VRF with their RDs; in the VRF they have none. */
    @Override
    public List<ObjectNode> routes(Tool tool, String vrf) throws IOException, InterruptedException {
        List<ObjectNode> rows = GobgpRoutes.read(tool.run(List.of("vrf", vrf, "rib", "-j")));
        rows.forEach(row -> row.put("table", vrf + ".inet.0").put("rd", ""));
        return rows;
    }
}
