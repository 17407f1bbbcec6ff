package net.minitrail.gateway.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.gateway.routing.GatewayConfig;
import net.minitrail.gateway.routing.GatewayConfig.InterfaceAddress;
import net.minitrail.gateway.routing.TunnelSnapshot;

/** {@code show interfaces} and {@code show dynamic-tunnels}. */
final class InterfaceText {
    /** The device that carries all dynamic tunnels. */
    static final String TUNNELS = "gr-0/0/10";

    private static final int FIRST_UNIT = 32769;
    private static final int FIRST_INDEX = 350;
    private static final int FIRST_SNMP_INDEX = 540;

    private InterfaceText() {}

    static String tunnel(TunnelSnapshot tunnel) {
        int nth = tunnel.unit() - FIRST_UNIT;
        int protocol = tunnel.udp() ? 17 : 47;
        return """
                  Logical interface %s.%d (Index %d) (SNMP ifIndex %d)
                    Flags: Up Point-To-Point SNMP-Traps 0x4000 IP-Header %s:%s:%d:df:64:0000000800000000 Encapsulation: GRE-NULL
                    Copy-tos-to-outer-ip-header: Off, Copy-tos-to-outer-ip-header-transit: Off
                    Gre keepalives configured: Off, Gre keepalives adjacency state: down
                    Input packets : %d
                    Output packets: %d
                    Protocol inet, MTU: 1476
                    Max nh cache: 0, New hold nh limit: 0, Curr nh cnt: 0, Curr new hold cnt: 0, NH drop cnt: 0
                      Flags: None
                    Protocol mpls, MTU: 1464, Maximum labels: 3
                      Flags: Is-Primary
                """.formatted(
                        TUNNELS,
                        tunnel.unit(),
                        FIRST_INDEX + nth,
                        FIRST_SNMP_INDEX + nth,
                        tunnel.destination(),
                        tunnel.source(),
                        protocol,
                        tunnel.inputPackets(),
                        tunnel.outputPackets());
    }

    /** A configured unit, such as {@code lo0.1000}. */
    static String logical(String name, GatewayConfig config, int index) {
        var out = new StringBuilder();
        out.append("  Logical interface %s (Index %d) (SNMP ifIndex %d)\n".formatted(name, 320 + index, 510 + index));
        out.append(
                name.startsWith("lo0")
                        ? "    Flags: SNMP-Traps Encapsulation: Unspecified\n"
                        : "    Flags: Up SNMP-Traps 0x4004000 Encapsulation: ENET2\n");
        out.append("    Input packets : 0\n    Output packets: 0\n");
        var logical = config.interfaces().get(name);
        if (logical != null) {
            for (InterfaceAddress address : logical.addresses()) {
                out.append("    Protocol ").append(address.address().isV4() ? "inet" : "inet6");
                out.append(name.startsWith("lo0") ? ", MTU: Unlimited\n" : ", MTU: 1500\n");
                out.append("      Addresses, Flags: Is-Preferred Is-Primary\n");
                out.append("        ")
                        .append(name.startsWith("lo0") ? "Local: " : "Destination: " + address.network() + ", Local: ");
                out.append(address.address()).append('\n');
            }
        }
        return out.toString();
    }

    static String physical(String name) {
        return "Physical interface: %s, Enabled, Physical link is Up\n".formatted(name);
    }

    static String terse(GatewayConfig config, List<TunnelSnapshot> tunnels, String only) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("ge-0/0/0", new ArrayList<>());
        rows.put(TUNNELS, new ArrayList<>());
        tunnels.forEach(tunnel -> {
            rows.put(TUNNELS + "." + tunnel.unit(), new ArrayList<>(List.of("inet    ", "mpls    ")));
        });
        config.interfaces().forEach((name, logical) -> {
            rows.computeIfAbsent(name.substring(0, name.indexOf('.')), device -> new ArrayList<>());
            List<String> addresses = new ArrayList<>();
            logical.addresses()
                    .forEach(address -> addresses.add("%-8s %s"
                            .formatted(address.address().isV4() ? "inet" : "inet6", addressed(name, address))));
            rows.put(name, addresses);
        });
        var out = new StringBuilder("Interface               Admin Link Proto    Local                 Remote\n");
        rows.forEach((name, details) -> {
            if (!only.isEmpty() && !name.equals(only) && !name.startsWith(only + ".")) {
                return;
            }
            String first = details.isEmpty() ? "" : details.get(0);
            out.append("%-24sup    up   %s".formatted(name, first).stripTrailing())
                    .append('\n');
            details.stream()
                    .skip(1)
                    .forEach(detail -> out.append((" ".repeat(35) + detail).stripTrailing())
                            .append('\n'));
        });
        return out.toString();
    }

    private static String addressed(String name, InterfaceAddress address) {
        return name.startsWith("lo0") ? "%-21s --> 0/0".formatted(address.address()) : address.toString();
    }

    static String database(List<TunnelSnapshot> tunnels) {
        var out = new StringBuilder("Table: inet.3\n\n");
        String network = "";
        for (TunnelSnapshot tunnel : tunnels) {
            if (!tunnel.network().toString().equals(network)) {
                network = tunnel.network().toString();
                out.append("Destination-network: ").append(network).append('\n');
            }
            out.append("Tunnel to: ").append(tunnel.destination()).append("/32 State: Up\n");
            out.append("  Reference count: ").append(tunnel.references()).append('\n');
            out.append("  Next-hop type: ").append(tunnel.udp() ? "udp" : "gre").append('\n');
            out.append("    Source address: ").append(tunnel.source()).append('\n');
            out.append("    Next hop: ")
                    .append(TUNNELS)
                    .append('.')
                    .append(tunnel.unit())
                    .append('\n');
            out.append("      State: Up\n");
        }
        return out.toString();
    }
}
