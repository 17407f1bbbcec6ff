package net.minitrail.lab.speaker;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import net.minitrail.bgp.wire.AddressFamily;
import tools.jackson.databind.node.ObjectNode;

/**
 * ExaBGP. It announces what it is told and keeps what it hears, but selects no best path and passes nothing on; so it cannot
 * be a reflector. Its tool talks to it through two named pipes, which must be there before it starts.
 */
record Exabgp() implements Speaker {
    private static final String PIPES = "minitrail";

    private static final ImmutableMap<AddressFamily, String> NAMES = ImmutableMap.of(
            AddressFamily.IPV4_UNICAST, "ipv4 unicast",
            AddressFamily.IPV6_UNICAST, "ipv6 unicast",
            AddressFamily.VPN_IPV4, "ipv4 mpls-vpn",
            AddressFamily.VPN_IPV6, "ipv6 mpls-vpn",
            AddressFamily.EVPN, "l2vpn evpn");

    @Override
    public String daemon() {
        return "exabgp";
    }

    @Override
    public String tool() {
        return "exabgpcli";
    }

    @Override
    public String debianPackage() {
        return "exabgp";
    }

    @Override
    public ImmutableList<String> version() {
        return ImmutableList.of("exabgp", "--version");
    }

    @Override
    public ImmutableSet<AddressFamily> families() {
        return ImmutableSet.of(AddressFamily.VPN_IPV4, AddressFamily.VPN_IPV6, AddressFamily.EVPN);
    }

    @Override
    public String configFile() {
        return "exabgp.conf";
    }

    @Override
    public String config(SpeakerSetup setup) {
        String families = setup.families().stream()
                .filter(NAMES::containsKey)
                .map(family -> "        " + NAMES.get(family) + ";\n")
                .collect(Collectors.joining());
        String routes = setup.routes().stream().map(Exabgp::route).collect(Collectors.joining());
        StringBuilder text = new StringBuilder();
        for (SpeakerSetup.Neighbor neighbor : setup.neighbors()) {
            text.append("""
                    neighbor %s {
                        description "%s";
                        router-id %s;
                        local-address %s;
                        local-as %d;
                        peer-as %d;
                        connect %d;
                        hold-time 90;
                        adj-rib-in true;
                    """.formatted(
                            neighbor.transport(),
                            neighbor.name(),
                            setup.routerId(),
                            setup.transport(),
                            setup.as(),
                            neighbor.as(),
                            neighbor.port()));
            if (neighbor.passive()) {
                text.append("    passive true;\n");
            }
            if (neighbor.md5() != null) {
                text.append("    md5-password '").append(neighbor.md5()).append("';\n");
            }
            text.append("    capability {\n        graceful-restart 1;\n        route-refresh;\n");
            text.append(neighbor.addPath() ? "        add-path send/receive;\n" : "")
                    .append("    }\n");
            text.append("    family {\n").append(families).append("    }\n");
            text.append("    static {\n").append(routes).append("    }\n}\n");
        }
        return text.toString();
    }

    private static String route(SpeakerSetup.VpnRoute route) {
        return "        route %s next-hop %s rd %s label %d extended-community [ %s ] origin igp;\n"
                .formatted(
                        route.prefix(),
                        route.nextHop(),
                        route.vrf().rd(),
                        route.label(),
                        route.vrf().exports().stream()
                                .map(target -> "target:" + SpeakerSetup.plain(target))
                                .collect(Collectors.joining(" ")));
    }

    @Override
    public ImmutableList<String> command(String host, int port) {
        String pipes = "run/" + PIPES + ".in run/" + PIPES + ".out";
        return ImmutableList.of(
                "sh",
                "-c",
                "rm -rf run && mkdir run && mkfifo -m 600 " + pipes + " && exec \"$@\"",
                daemon(),
                daemon(),
                "--root",
                ".",
                configFile());
    }

    /** As root ExaBGP runs only under the name of a user, which may be root. */
    @Override
    public ImmutableMap<String, String> environment(String host, int port) {
        return ImmutableMap.of(
                "exabgp_api_pipename",
                PIPES,
                "exabgp_daemon_user",
                System.getProperty("user.name"),
                "exabgp_tcp_bind",
                host,
                "exabgp_tcp_port",
                Integer.toString(port));
    }

    @Override
    public ImmutableList<String> probe() {
        return ImmutableList.of("version");
    }

    @Override
    public String example() {
        return "show adj-rib in extensive";
    }

    @Override
    public ImmutableList<String> client(String host) {
        return ImmutableList.of("exabgpcli", "--root", ".");
    }

    @Override
    public ImmutableList<String> bare(String host, String line) {
        return ImmutableList.<String>builder().addAll(client(host)).add(line).build();
    }

    /** ExaBGP keeps what a neighbor sent after its session has ended, until the next one; that does not count. */
    @Override
    public List<ObjectNode> routes(Tool tool) throws IOException, InterruptedException {
        String routes = tool.run(List.of("show", "adj-rib", "in", "extensive"));
        return ExabgpRoutes.read(routes, tool.run(List.of("show", "neighbor", "summary")));
    }
}
