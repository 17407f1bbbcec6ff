package net.minitrail.lab.speaker;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.RouteTarget;
import tools.jackson.databind.node.ObjectNode;

/**
 * BIRD 2. No protocol exports to a kernel. Every next hop must be resolvable, so a static default route in a table that
 * nobody else reads resolves them all. There are no VRFs to import into: BIRD 2 keeps VPN routes in tables of their own.
 */
record Bird() implements Speaker {
    private static final ImmutableMap<AddressFamily, String> CHANNELS = ImmutableMap.of(
            AddressFamily.IPV4_UNICAST, "ipv4",
            AddressFamily.IPV6_UNICAST, "ipv6",
            AddressFamily.VPN_IPV4, "vpn4 mpls",
            AddressFamily.VPN_IPV6, "vpn6 mpls");

    @Override
    public String daemon() {
        return "bird";
    }

    @Override
    public String tool() {
        return "birdc";
    }

    @Override
    public String debianPackage() {
        return "bird2";
    }

    @Override
    public ImmutableList<String> version() {
        return ImmutableList.of("bird", "--version");
    }

    @Override
    public ImmutableSet<AddressFamily> families() {
        return ImmutableSet.of(AddressFamily.VPN_IPV4, AddressFamily.VPN_IPV6);
    }

    @Override
    public String configFile() {
        return "bird.conf";
    }

    @Override
    public String config(SpeakerSetup setup) {
        StringBuilder text =
                new StringBuilder("""
                log stderr all;
                router id %s;
                hostname "%s";
                ipv4 table reach4;
                ipv6 table reach6;
                vpn4 table vpn4tab;
                vpn6 table vpn6tab;
                protocol device {}
                protocol static nexthops4 { ipv4 { table reach4; }; route 0.0.0.0/0 via "lo"; }
                protocol static nexthops6 { ipv6 { table reach6; }; route ::/0 via "lo"; }
                """.formatted(setup.routerId(), setup.node().name()));
        routes(text, setup, AddressFamily.VPN_IPV4, "vpn4");
        routes(text, setup, AddressFamily.VPN_IPV6, "vpn6");
        int number = 1;
        for (SpeakerSetup.Neighbor neighbor : setup.neighbors()) {
            neighbor(text, setup, neighbor, "bgp" + number++);
        }
        return text.toString();
    }

    private static void routes(StringBuilder text, SpeakerSetup setup, AddressFamily family, String channel) {
        text.append("protocol static announced_%s {\n    %s { table %stab; };\n".formatted(channel, channel, channel));
        for (SpeakerSetup.VpnRoute route : setup.routes()) {
            if (route.family() == family) {
                text.append("    route %s %s via %s%%lo onlink mpls %d { %s };\n"
                        .formatted(
                                route.vrf().rd(),
                                route.prefix(),
                                setup.node().address(),
                                route.label(),
                                route.vrf().exports().stream().map(Bird::target).collect(Collectors.joining(" "))));
            }
        }
        text.append("}\n");
    }

    private static String target(RouteTarget target) {
        return "bgp_ext_community.add((rt, " + SpeakerSetup.plain(target).replace(":", ", ") + "));";
    }

    private static void neighbor(
            StringBuilder text, SpeakerSetup setup, SpeakerSetup.Neighbor neighbor, String protocol) {
        text.append("""
                protocol bgp %s {
                    description "%s";
                    local %s port %d as %d;
                    neighbor %s port %d as %d;
                    strict bind on;
                    multihop;
                    connect delay time 1;
                    connect retry time 1;
                    error wait time 1, 4;
                """.formatted(
                        protocol,
                        neighbor.name(),
                        setup.transport(),
                        setup.port(),
                        setup.as(),
                        neighbor.transport(),
                        neighbor.port(),
                        neighbor.as()));
        if (neighbor.client()) {
            text.append("    rr client;\n    rr cluster id ")
                    .append(setup.routerId())
                    .append(";\n");
        }
        if (neighbor.passive()) {
            text.append("    passive on;\n");
        }
        if (neighbor.md5() != null) {
            text.append("    password \"").append(neighbor.md5()).append("\";\n");
        }
        for (AddressFamily family : setup.families()) {
            if (CHANNELS.containsKey(family)) {
                text.append(channel(setup, family, neighbor.addPath()));
            }
        }
        text.append("}\n");
    }

    /**
     * Next hops stay as they are, but to another AS BIRD puts itself in place of a static route's, and label 3 in place of the
     * label (seen with 2.0.12); the address for that is given, else it would be the transport address. An IPv6 route may have an IPv4 next hop, mapped into IPv6: BIRD takes that for an IPv4 one.
     */
    private static String channel(SpeakerSetup setup, AddressFamily family, boolean addPath) {
        boolean six = family == AddressFamily.IPV6_UNICAST || family == AddressFamily.VPN_IPV6;
        boolean vpn = family == AddressFamily.VPN_IPV4 || family == AddressFamily.VPN_IPV6;
        return "    %s { %simport all; export all; next hop keep; next hop address %s; gateway recursive; igp table reach4; %s%s};\n"
                .formatted(
                        CHANNELS.get(family),
                        vpn ? "table vpn" + (six ? "6" : "4") + "tab; " : "",
                        setup.node().address(),
                        six ? "extended next hop on; igp table reach6; " : "",
                        addPath ? "add paths on; " : "");
    }

    @Override
    public ImmutableList<String> command(String host, int port) {
        return ImmutableList.of(daemon(), "-f", "-c", configFile(), "-s", "bird.ctl", "-P", "bird.pid");
    }

    @Override
    public ImmutableList<String> probe() {
        return ImmutableList.of("show", "status");
    }

    @Override
    public String example() {
        return "show route all";
    }

    @Override
    public ImmutableList<String> client(String host) {
        return ImmutableList.of("birdc", "-s", "bird.ctl");
    }

    @Override
    public ImmutableList<String> bare(String host, String line) {
        return ImmutableList.<String>builder().addAll(client(host)).add(line).build();
    }

    @Override
    public boolean hasShell() {
        return true;
    }

    @Override
    public List<ObjectNode> routes(Tool tool) throws IOException, InterruptedException {
        return BirdRoutes.read(tool.run(List.of("show", "route", "all")));
    }
}
