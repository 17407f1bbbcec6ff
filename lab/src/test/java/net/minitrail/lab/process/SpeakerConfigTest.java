package net.minitrail.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.minitrail.lab.speaker.Speaker;
import net.minitrail.lab.speaker.SpeakerSetup;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.LabReader;
import net.minitrail.lab.topology.NodeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeakerConfigTest {

    private static SpeakerSetup setup(String kind, String more) {
        Lab lab = LabReader.read(Path.of("lab.yml"), """
                name: l
                autonomous-system: 65500
                nodes:
                  c1: {kind: controller, address: 192.168.100.2}
                  gw:
                    kind: %s
                    address: 192.168.100.1
                    vrfs: {blue: {rd: "65500:7", route-targets: [target:65500:101], label: 20%s}}
                  ext: {kind: external, address: 192.168.100.9, transport: 127.9.9.9, port: 1790, md5: secret, add-path: true, autonomous-system: 65001, neighbors: [gw]}
                  %s
                """.formatted(
                        kind, kind.equals("openbgpd") ? "" : ", routes: [100.100.100.100/32, 'fd00:100::/64']", more));
        LabNode node = Objects.requireNonNull(lab.nodes().get("gw"));
        return new NodeConfigs(lab, TransportPlan.of(lab, 9), new LabDirectory(Path.of("l")), null).setup(node);
    }

    private static String config(String kind) {
        return Speaker.of(NodeKind.of(kind)).config(setup(kind, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "frr,      'network 100.100.100.100/32 rd 65500:7 label 20 route-map export-blue'",
        "frr,      'network fd00:100::/64 rd 65500:7 label 20 route-map export-blue'",
        "frr,      'set extcommunity rt 65500:101'",
        "frr,      'set ip next-hop 192.168.100.1'",
        "frr,      'neighbor 127.9.100.2 remote-as 65500'",
        "frr,      'neighbor 127.9.9.9 port 1790'",
        "frr,      'neighbor 127.9.9.9 password secret'",
        "frr,      'neighbor 127.9.9.9 addpath-tx-all-paths'",
        "gobgp,    'neighbor-address = \"127.9.100.2\"'",
        "gobgp,    'import-rt-list = [\"65500:101\"]'",
        "gobgp,    'peer-as = 65001'",
        "bird,     'route 65500:7 100.100.100.100/32 via 192.168.100.1%lo onlink mpls 20 { bgp_ext_community.add((rt, 65500, 101)); };'",
        "gobgp,    'send-max = 255'",
        "bird,     'add paths on;'",
        "bird,     'neighbor 127.9.9.9 port 1790 as 65001;'",
        "openbgpd, 'announce IPv4 vpn'",
        "openbgpd, 'tcp md5sig password \"secret\"'",
        "exabgp,   'route fd00:100::/64 next-hop ::ffff:192.168.100.1 rd 65500:7 label 20 extended-community [ target:65500:101 ] origin igp;'",
        "openbgpd, 'announce add-path send all'",
        "exabgp,   'connect 1790;'",
        "exabgp,   'add-path send/receive;'",
    })
    void the_keys_of_the_lab_file_become_the_daemons_own_words(String kind, String line) {
        assertTrue(config(kind).contains(line), () -> config(kind));
    }

    @Test
    void only_sessions_of_who_has_several_paths_carry_them() {
        assertFalse(config("frr").contains("127.9.100.2 addpath"));
        assertEquals(1, config("openbgpd").split("add-path send all", -1).length - 1);
    }

    @Test
    void gobgp_is_told_of_routes_with_label_target_and_protocol_next_hop() {
        assertEquals(
                List.of(
                        List.of(
                                "global rib add -a vpnv4 100.100.100.100/32 label 20 rd 65500:7 rt 65500:101 nexthop 192.168.100.1"
                                        .split(" ")),
                        List.of(
                                "global rib add -a vpnv6 fd00:100::/64 label 20 rd 65500:7 rt 65500:101 nexthop ::ffff:192.168.100.1"
                                        .split(" "))),
                Speaker.of(NodeKind.GOBGP).announcements(setup("gobgp", "")));
    }

    @Test
    void a_line_may_begin_with_the_name_of_the_tool() {
        Speaker frr = Speaker.of(NodeKind.FRR);

        List<String> bare = frr.commandLine("127.9.100.1", "show bgp summary");
        List<String> named = frr.commandLine("127.9.100.1", "vtysh -c 'show bgp summary' | head -1");

        assertEquals(List.of("-c", "show bgp summary"), bare.subList(bare.size() - 2, bare.size()));
        assertEquals("sh", named.get(0));
        assertTrue(named.get(2).endsWith("\nvtysh -c 'show bgp summary' | head -1"), named::toString);
    }

    @Test
    void only_internal_neighbors_of_a_reflector_are_clients() {
        SpeakerSetup setup = setup("frr", "r: {kind: bird, address: 192.168.100.8, reflector: true}");

        assertTrue(setup.neighbors().stream().noneMatch(SpeakerSetup.Neighbor::client));
        assertEquals(
                List.of("ext", "r"),
                setup.neighbors().stream().map(SpeakerSetup.Neighbor::name).toList());
        assertFalse(Speaker.of(NodeKind.FRR).config(setup).contains("route-reflector-client"));
    }
}
