package net.minitrail.lab.speaker;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.lab.topology.VrfSpec;
import tools.jackson.databind.node.ObjectNode;

/**
 * FRR's bgpd, alone: without zebra every next hop counts as reachable, and nothing reaches the kernel. VPN routes are stated
 * in the VPN families, with their RD and label; a route map gives them route targets and next hop. There is no VRF to import
 * into, since that would be a device of the kernel.
 */
record Frr() implements Speaker {
    private static final ImmutableMap<AddressFamily, String> NAMES = ImmutableMap.of(
            AddressFamily.IPV4_UNICAST, "ipv4 unicast",
            AddressFamily.IPV6_UNICAST, "ipv6 unicast",
            AddressFamily.VPN_IPV4, "ipv4 vpn",
            AddressFamily.VPN_IPV6, "ipv6 vpn",
            AddressFamily.EVPN, "l2vpn evpn");

    @Override
    public String daemon() {
        return "/usr/lib/frr/bgpd"; // OpenBGPD has a bgpd too
    }

    @Override
    public String tool() {
        return "vtysh";
    }

    @Override
    public String debianPackage() {
        return "frr";
    }

    @Override
    public ImmutableList<String> version() {
        return ImmutableList.of(daemon(), "--version");
    }

    @Override
    public ImmutableSet<AddressFamily> families() {
        return ImmutableSet.of(AddressFamily.VPN_IPV4, AddressFamily.VPN_IPV6, AddressFamily.EVPN);
    }

    @Override
    public String configFile() {
        return "bgpd.conf";
    }

    @Override
    public String config(SpeakerSetup setup) {
        List<String> lines = new ArrayList<>();
        lines.add("hostname " + setup.node().name());
        lines.add("log stdout informational");
        setup.node().vrfs().values().forEach(vrf -> routeMap(lines, setup, vrf));
        lines.add("router bgp " + setup.as());
        lines.add(" bgp router-id " + setup.routerId());
        lines.add(" bgp cluster-id " + setup.routerId());
        lines.add(" no bgp ebgp-requires-policy");
        lines.add(" no bgp default ipv4-unicast");
        lines.add(" no bgp network import-check");
        setup.neighbors().forEach(neighbor -> neighbor(lines, setup, neighbor));
        setup.families().stream().filter(NAMES::containsKey).forEach(family -> family(lines, setup, family));
        return String.join("\n", lines) + "\n";
    }

    private static void routeMap(List<String> lines, SpeakerSetup setup, VrfSpec vrf) {
        lines.add("route-map " + export(vrf) + " permit 10");
        if (!vrf.exports().isEmpty()) {
            lines.add(" set extcommunity rt "
                    + String.join(
                            " ", vrf.exports().stream().map(SpeakerSetup::plain).toList()));
        }
        lines.add(" set ip next-hop " + setup.node().address());
        lines.add(" set ipv6 next-hop global ::ffff:" + setup.node().address());
        lines.add("exit");
    }

    private static void neighbor(List<String> lines, SpeakerSetup setup, SpeakerSetup.Neighbor neighbor) {
        String start = " neighbor " + neighbor.transport() + " ";
        lines.add(start + "remote-as " + neighbor.as());
        lines.add(start + "description " + neighbor.name());
        lines.add(start + "port " + neighbor.port());
        lines.add(start + "update-source " + setup.transport());
        lines.add(start + "disable-connected-check");
        lines.add(start + "advertisement-interval 0");
        lines.add(start + "timers connect 1");
        if (neighbor.passive()) {
            lines.add(start + "passive");
        }
        if (neighbor.md5() != null) {
            lines.add(start + "password " + neighbor.md5());
        }
    }

    /** Next hops stay as they are: the transport addresses that bgpd would put in mean nothing outside the lab's sockets. */
    private static void family(List<String> lines, SpeakerSetup setup, AddressFamily family) {
        lines.add(" address-family " + NAMES.get(family));
        for (SpeakerSetup.Neighbor neighbor : setup.neighbors()) {
            String start = "  neighbor " + neighbor.transport() + " ";
            lines.add(start + "activate");
            lines.add(start + "attribute-unchanged next-hop");
            if (neighbor.addPath() && family != AddressFamily.EVPN) { // several are taken from everybody
                lines.add(start + "addpath-tx-all-paths");
            }
            if (neighbor.client()) {
                lines.add(start + "route-reflector-client");
            }
        }
        for (SpeakerSetup.VpnRoute route : setup.routes()) {
            if (route.family() == family) {
                lines.add("  network %s rd %s label %d route-map %s"
                        .formatted(route.prefix(), route.vrf().rd(), route.label(), export(route.vrf())));
            }
        }
        lines.add(" exit-address-family");
    }

    private static String export(VrfSpec vrf) {
        return "export-" + vrf.name();
    }

    @Override
    public ImmutableList<String> command(String host, int port) {
        return ImmutableList.<String>builder()
                .add("sh", "-c", ": >vtysh.conf && exec \"$@\"", daemon()) // vtysh complains if it has none
                .add(daemon(), "--no_zebra", "--no_kernel", "--skip_runas", "--config_file", configFile())
                .add("--bgp_port", Integer.toString(port), "--listenon", host)
                .add("--vty_port", "0", "--vty_socket", ".", "--pid_file", "bgpd.pid")
                .build();
    }

    @Override
    public ImmutableList<String> probe() {
        return ImmutableList.of("-c", "show version");
    }

    @Override
    public String example() {
        return "show bgp ipv4 vpn";
    }

    @Override
    public ImmutableList<String> client(String host) {
        return ImmutableList.of("vtysh", "--vty_socket", ".", "--config_dir", ".");
    }

    @Override
    public ImmutableList<String> bare(String host, String line) {
        ImmutableList.Builder<String> command = ImmutableList.builder();
        command.addAll(client(host));
        line.lines().map(String::strip).filter(one -> !one.isEmpty()).forEach(one -> command.add("-c", one));
        return command.build();
    }

    @Override
    public boolean hasShell() {
        return true;
    }

    @Override
    public List<ObjectNode> routes(Tool tool) throws IOException, InterruptedException {
        List<ObjectNode> rows = new ArrayList<>();
        for (Map.Entry<AddressFamily, String> family : NAMES.entrySet()) {
            rows.addAll(
                    family.getKey() == AddressFamily.EVPN
                            ? new FrrRoutes(tool).readEvpn()
                            : new FrrRoutes(tool).read(family.getKey(), family.getValue()));
        }
        return rows;
    }
}
