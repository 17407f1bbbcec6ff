package net.minitrail.vrouter.cli;

import java.util.List;

/** The words that may follow a tool's name, for completion. */
final class ToolOptions {
    private ToolOptions() {}

    static List<String> of(String tool, String stage) {
        if (stage.endsWith("--family ") || stage.matches(".*--family [a-z0-9]+")) {
            return List.of("inet", "inet6", "bridge");
        }
        return switch (tool) {
            case "rt" -> List.of("--dump", "--get", "--vrf", "--family", "--help");
            case "flow" -> List.of("-l", "--match", "--get", "-i", "-s", "-r", "--show-evicted", "--help");
            case "vif" -> List.of("--list", "--get", "--get-drop-stats", "--help");
            case "nh" -> List.of("--list", "--get", "--help");
            case "mpls", "vxlan", "mirror", "vrfstats" -> List.of("--dump", "--get", "--help");
            case "ifconfig" -> List.of("vhost0");
            case "tcpdump" -> List.of("-nn", "-e", "-v", "-i", "-c", "eth1", "vhost0", "proto", "icmp", "host", "arp");
            default -> List.of();
        };
    }
}
