package net.minitrail.lab.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.VrfSpec;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteTarget;

/** The Junos text of a gateway that the lab file describes by its {@code vrfs} only. */
final class GatewayConfig {
    private GatewayConfig() {}

    static String text(Lab lab, LabNode node) {
        List<String> lines = new ArrayList<>();
        lines.add("routing-options autonomous-system " + node.autonomousSystem());
        lines.add("routing-options dynamic-tunnels contrail source-address " + node.address());
        lines.add("routing-options dynamic-tunnels contrail gre");
        for (String neighbor : node.neighbors()) {
            neighbor(lines, lab, node, Objects.requireNonNull(lab.nodes().get(neighbor)));
        }
        lab.nodes().values().stream()
                .filter(other -> !other.equals(node))
                .forEach(other -> lines.add(
                        "routing-options dynamic-tunnels contrail destination-networks " + other.address() + "/32"));
        int unit = 1000;
        for (VrfSpec vrf : node.vrfs().values()) {
            vrf(lines, vrf, unit++);
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("set ").append(line).append('\n'));
        return text.toString();
    }

    /** A group for each neighbor: they may differ in all that a group says. */
    private static void neighbor(List<String> lines, Lab lab, LabNode node, LabNode other) {
        boolean internal = node.autonomousSystem() == other.autonomousSystem();
        String group = "protocols bgp group " + other.name() + " ";
        lines.add(group + "type " + (internal ? "internal" : "external"));
        lines.add(group + "local-address " + node.address());
        families(lab, node).forEach(family -> lines.add(group + "family " + family));
        LabNode.Attachment attachment = other.attachment();
        if (!internal) {
            lines.add(group + "peer-as " + other.autonomousSystem());
        }
        if (node.reflector() && internal) {
            lines.add(group + "cluster " + node.address());
        }
        String neighbor = group + "neighbor " + other.address();
        lines.add(neighbor);
        if (attachment != null && attachment.port() != 0) {
            lines.add(neighbor + " port " + attachment.port());
        }
        if (attachment != null && attachment.passive()) {
            lines.add(neighbor + " passive");
        }
        if (other.md5() != null) {
            lines.add(neighbor + " authentication-key \"" + other.md5() + "\"");
        }
    }

    /** Unless said otherwise what the lab's networks need. */
    private static List<String> families(Lab lab, LabNode node) {
        if (!node.families().isEmpty()) {
            return node.families().stream().map(GatewayConfig::family).toList();
        }
        boolean six = lab.networks().values().stream().anyMatch(network -> network.has(false));
        return six ? List.of("inet-vpn unicast", "inet6-vpn unicast") : List.of("inet-vpn unicast");
    }

    private static String family(AddressFamily family) {
        return switch (family) {
            case IPV4_UNICAST -> "inet unicast";
            case IPV6_UNICAST -> "inet6 unicast";
            case VPN_IPV4 -> "inet-vpn unicast";
            case VPN_IPV6 -> "inet6-vpn unicast";
            case ROUTE_TARGET -> "route-target";
            case EVPN -> "evpn signaling";
        };
    }

    private static void vrf(List<String> lines, VrfSpec vrf, int unit) {
        String instance = "routing-instances " + vrf.name() + " ";
        lines.add(instance + "instance-type vrf");
        lines.add(instance + "route-distinguisher " + vrf.rd());
        lines.add(instance + "vrf-import " + vrf.name() + "_imp");
        lines.add(instance + "vrf-export " + vrf.name() + "_exp");
        lines.add(instance + "vrf-table-label");
        lines.add(instance + "interface lo0." + unit);
        for (IpPrefix route : vrf.routes()) {
            lines.add("interfaces lo0 unit " + unit + " family " + (route.isV4() ? "inet" : "inet6") + " address "
                    + route);
        }
        int number = 0;
        for (RouteTarget target : vrf.imports()) {
            String community = vrf.name() + "_in_" + ++number;
            String term = "policy-options policy-statement " + vrf.name() + "_imp term " + number + " ";
            lines.add("policy-options community " + community + " members " + target);
            lines.add(term + "from protocol bgp");
            lines.add(term + "from community " + community);
            lines.add(term + "then accept");
        }
        lines.add("policy-options policy-statement " + vrf.name() + "_imp term last then reject");
        for (RouteTarget target : vrf.exports()) {
            lines.add("policy-options community " + vrf.name() + "_out members " + target);
        }
        String term = "policy-options policy-statement " + vrf.name() + "_exp term 1 ";
        lines.add(term + "from protocol direct");
        if (!vrf.exports().isEmpty()) {
            lines.add(term + "then community set " + vrf.name() + "_out");
        }
        lines.add(term + "then accept");
        lines.add("policy-options policy-statement " + vrf.name() + "_exp term last then reject");
    }
}
