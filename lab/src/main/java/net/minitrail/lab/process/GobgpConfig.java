package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.VrfSpec;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteTarget;

/** What a real gobgpd is started with: its TOML file, and the routes that only its API can label. */
final class GobgpConfig {
    static final int API_PORT = 50051;

    private GobgpConfig() {}

    static String text(Lab lab, LabNode node, TransportPlan plan) {
        if (node.config() != null) {
            return node.config();
        }
        StringBuilder toml = new StringBuilder("""
                [global.config]
                  as = %d
                  router-id = "%s"
                  port = %d
                  local-address-list = ["%s"]
                """.formatted(
                        node.autonomousSystem(), node.address(), lab.wiring().bgpPort(), plan.at(node.name())));
        for (String controller : node.controllers()) {
            toml.append(neighbor(
                    lab, plan.at(controller).toString(), plan.at(node.name()).toString()));
        }
        int id = 1;
        for (VrfSpec vrf : node.vrfs().values()) {
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

    /** Graceful restart is offered for its End-of-RIB: without one the controller must guess when all targets are known. */
    private static String neighbor(Lab lab, String remote, String local) {
        return """

                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "%s"
                    peer-as = %d
                  [neighbors.transport.config]
                    local-address = "%s"
                    remote-port = %d
                  [neighbors.timers.config]
                    connect-retry = 1
                    idle-hold-time-after-reset = 1
                  [neighbors.graceful-restart.config]
                    enabled = true
                    restart-time = 1
                  [[neighbors.afi-safis]]
                    [neighbors.afi-safis.config]
                      afi-safi-name = "l3vpn-ipv4-unicast"
                    [neighbors.afi-safis.mp-graceful-restart.config]
                      enabled = true
                  [[neighbors.afi-safis]]
                    [neighbors.afi-safis.config]
                      afi-safi-name = "rtc"
                    [neighbors.afi-safis.mp-graceful-restart.config]
                      enabled = true
                """.formatted(remote, lab.autonomousSystem(), local, lab.wiring().bgpPort());
    }

    /** The words after {@code gobgp} that announce each route of each VRF, with its label and the node as next hop. */
    static ImmutableList<ImmutableList<String>> announcements(LabNode node) {
        ImmutableList.Builder<ImmutableList<String>> commands = ImmutableList.builder();
        for (VrfSpec vrf : node.vrfs().values()) {
            for (IpPrefix prefix : vrf.routes()) {
                List<String> words = new ArrayList<>(List.of("global", "rib", "add", "-a", "vpnv4", prefix.toString()));
                if (vrf.label() >= 0) {
                    words.addAll(List.of("label", Integer.toString(vrf.label())));
                }
                words.addAll(List.of("rd", vrf.rd().toString()));
                vrf.exports().forEach(target -> words.addAll(List.of("rt", plain(target))));
                words.addAll(List.of("nexthop", node.address().toString()));
                commands.add(ImmutableList.copyOf(words));
            }
        }
        return commands.build();
    }

    private static String quoted(ImmutableSet<RouteTarget> targets) {
        return String.join(
                ", ",
                targets.stream().map(target -> "\"" + plain(target) + "\"").toList());
    }

    /** GoBGP writes a route target without the word before it. */
    private static String plain(RouteTarget target) {
        return target.toString().substring("target:".length());
    }
}
