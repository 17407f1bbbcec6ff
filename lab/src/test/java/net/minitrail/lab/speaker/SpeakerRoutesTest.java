package net.minitrail.lab.speaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What each daemon printed of one and the same route, as captured from Debian's versions, and how it reads. */
class SpeakerRoutesTest {

    /** All columns but the label of a daemon that tells none, and what it sets itself. */
    private static void assertIsTheRoute(ObjectNode row) {
        assertEquals("bgp.l3vpn.0", row.path("table").asString());
        assertEquals("192.168.1.9/32", row.path("prefix").asString());
        assertEquals("192.168.100.3:1", row.path("rd").asString());
        assertEquals("192.168.100.3", row.path("next_hop").asString());
        assertEquals(200, row.path("local_preference").asInt());
        assertEquals(100, row.path("med").asInt());
        assertEquals("incomplete", row.path("origin").asString());
        assertEquals("65001 70000", row.path("as_path").asString());
        assertEquals(
                "[\"target:65500:101\",\"target:65500:102\"]",
                row.path("route_targets").toString());
        assertEquals("[\"65500:7\"]", row.path("communities").toString());
        assertTrue(row.path("active").asBoolean());
    }

    @Test
    void gobgp() {
        ObjectNode row = GobgpRoutes.read("""
                {"192.168.100.3:1:192.168.1.9/32":[{"nlri":{"prefix":"192.168.1.9/32","labels":[29],"rd":{"type":1,"admin":"192.168.100.3","assigned":1}},"age":1795712904,"best":true,"attrs":[{"type":1,"value":2},{"type":2,"as_paths":[{"segment_type":2,"num":2,"asns":[65001,70000]}]},{"type":4,"metric":100},{"type":5,"value":200},{"type":8,"communities":[4292608007]},{"type":16,"value":[{"type":0,"subtype":2,"value":"65500:101"},{"type":0,"subtype":2,"value":"65500:102"}]},{"type":14,"nexthop":"192.168.100.3","afi":1,"safi":128,"value":[{"prefix":"192.168.1.9/32","labels":[29],"rd":{"type":1,"admin":"192.168.100.3","assigned":1}}]}],"stale":false,"neighbor-ip":"127.177.0.2"}]}
                """).get(0);

        assertIsTheRoute(row);
        assertEquals(29, row.path("label").asInt());
        assertEquals("127.177.0.2", row.path("source").asString());
    }

    /** A MAC with its address behind an MPLS label, a broadcast tree, and a prefix by VXLAN; with their tunnels' label fields. */
    private static void assertAreTheEvpnRoutes(List<ObjectNode> rows) {
        assertEquals(
                List.of(
                        "2-192.168.100.3:2-0-02:d2:bb:b8:07:a7,0.0.0.0 16 192.168.100.3",
                        "2-192.168.100.3:2-0-02:d2:bb:b8:07:a7,192.168.1.3 16 192.168.100.3",
                        "3-192.168.100.3:2-0-192.168.100.3 4114 192.168.100.3",
                        "5-65500:12-0-10.112.0.0/16 5013 192.168.100.12"),
                rows.stream()
                        .map(row -> row.path("prefix").asString() + " "
                                + row.path("label").asString() + " "
                                + row.path("next_hop").asString())
                        .sorted()
                        .toList());
        ObjectNode prefix = rows.stream()
                .filter(row -> row.path("prefix").asString().startsWith("5-"))
                .findFirst()
                .orElseThrow();
        assertEquals("bgp.evpn.0", prefix.path("table").asString());
        assertEquals("65500:12", prefix.path("rd").asString());
        assertEquals("[\"target:65500:101\"]", prefix.path("route_targets").toString());
        assertEquals(
                "[\"rtrmac:02:00:00:00:12:12\"]", prefix.path("communities").toString());
        assertEquals("[\"vxlan\"]", prefix.path("tunnel_encap").toString());
        assertTrue(prefix.path("active").asBoolean());
    }

    @Test
    void evpn_routes_of_gobgp() throws IOException {
        assertAreTheEvpnRoutes(GobgpRoutes.read(captured("gobgp-evpn.json")));
    }

    @Test
    void evpn_routes_of_frr() throws IOException, InterruptedException {
        String captured = captured("frr-evpn.json");
        assertAreTheEvpnRoutes(new FrrRoutes(words -> captured).readEvpn());
    }

    private static String captured(String file) throws IOException {
        return Resources.toString(Resources.getResource(SpeakerRoutesTest.class, file), StandardCharsets.UTF_8);
    }

    @Test
    void gobgp_says_in_words_that_a_table_is_empty() {
        assertEquals(List.of(), GobgpRoutes.read("Network not in table\n"));
        assertEquals(
                List.of(), GobgpRoutes.read("{\"error\":\"rpc error: code = Unknown desc = vrf nope not found\"}"));
    }

    @Test
    void frr_is_asked_for_each_destination() throws IOException, InterruptedException {
        String table = """
                {"vrfId": 0,"routes": {  "routeDistinguishers" : { "192.168.100.3:1" : { "192.168.1.9/32": [{"valid":true}]
                 }  }  }  }
                """;
        String destination = """
                {"192.168.100.3:1":{"prefix":"192.168.1.9/32","version":2,"paths":[{"aspath":{"string":"65001 70000","length":2},
                "origin":"incomplete","metric":100,"locPrf":200,"valid":true,"bestpath":{"overall":true},
                "community":{"string":"65500:7","list":["65500:7"]},"extendedCommunity":{"string":"RT:65500:101 RT:65500:102 ET:2"},
                "remoteLabel":29,"lastUpdate":{"epoch":1795712927},
                "nexthops":[{"ip":"192.168.100.3","afi":"ipv4","used":true}],"peer":{"peerId":"127.177.0.2"}}]}}
                """;
        Tool vtysh = words -> words.equals(List.of("-c", "show bgp ipv4 vpn json"))
                ? table
                : words.equals(List.of("-c", "show bgp ipv4 vpn 192.168.1.9/32 json")) ? destination : "{}";

        ObjectNode row = new Frr().routes(vtysh).get(0);

        assertIsTheRoute(row);
        assertEquals(29, row.path("label").asInt());
        assertEquals("[\"gre\"]", row.path("tunnel_encap").toString());
    }

    @Test
    void bird() {
        List<ObjectNode> rows = BirdRoutes.read("""
                BIRD 2.0.12 ready.
                Table vpntab4:
                192.168.100.3:1 192.168.1.9/32 unicast [controller 17:08:28.854 from 127.177.0.2] * (100/?) [AS70000?]
                \tdev lo mpls 29
                \tType: BGP univ
                \tBGP.origin: Incomplete
                \tBGP.as_path: 65001 70000
                \tBGP.next_hop: 192.168.100.3
                \tBGP.med: 100
                \tBGP.local_pref: 200
                \tBGP.community: (65500,7)
                \tBGP.ext_community: (rt, 65500, 101) (rt, 65500, 102) (generic, 0x30c0000, 0xd)
                \tBGP.mpls_label_stack: 29
                                unicast [bgp2 17:08:29.854 from 127.177.0.4] (100/?) [AS70000?]
                \tdev lo mpls 30
                \tBGP.next_hop: 192.168.100.4
                \tBGP.mpls_label_stack: 30
                192.168.100.12:1 100.100.100.100/32 unicast [vpn4_test_vn 17:08:28.069] * (200)
                \tvia 192.168.100.12 on lo mpls 20 onlink
                \tType: static univ
                \tBGP.ext_community: (rt, 65500, 101)
                """);

        assertIsTheRoute(rows.get(0));
        assertEquals(29, rows.get(0).path("label").asInt());
        assertEquals("[\"udp\"]", rows.get(0).path("tunnel_encap").toString());
        assertEquals("192.168.1.9/32", rows.get(1).path("prefix").asString());
        assertEquals("127.177.0.4", rows.get(1).path("source").asString());
        assertEquals(30, rows.get(1).path("label").asInt());
        assertTrue(!rows.get(1).path("active").asBoolean());
        assertEquals("192.168.100.12", rows.get(2).path("next_hop").asString());
        assertEquals(20, rows.get(2).path("label").asInt());
        assertEquals(3, rows.size());
    }

    @Test
    void openbgpd_tells_no_label() {
        ObjectNode row = OpenbgpdRoutes.read("""
                {"rib": [{"prefix": "rd 192.168.100.3:1 192.168.1.9/32","aspath": "65001 70000","exit_nexthop": "192.168.100.3",
                "neighbor": {"description": "controller","remote_addr": "127.177.0.2"},"valid": true,"best": true,
                "origin": "incomplete","metric": 100,"localpref": 200,"weight": 0,"last_update_sec": 4,
                "communities": ["65500:7"],"extended_communities": ["rt 65500:101","rt 65500:102"]}]}
                """).get(0);

        assertIsTheRoute(row);
        assertTrue(row.path("label").isNull());
    }

    @Test
    void exabgp_keeps_routes_of_a_session_that_has_ended() {
        String routes = "neighbor 127.177.0.2 local-ip 127.177.0.15 local-as 65500 peer-as 65500 router-id"
                + " 192.168.100.15 family-allowed in-open ipv4 mpls-vpn 192.168.1.9/32 label 29 next-hop 192.168.100.3"
                + " rd 192.168.100.3:1 origin incomplete as-path [ 65001 70000 ] med 100 local-preference 200"
                + " community 65500:7 originator-id 192.168.100.3 cluster-list [ 192.168.100.2 ]"
                + " extended-community [ target:65500:101 target:65500:102 ]\n";
        String up = """
                Peer            AS        up/down state       |     #sent     #recvd
                127.177.0.2     65500     0:00:05 established           5          5
                """;
        String down = """
                Peer            AS        up/down state       |     #sent     #recvd
                127.177.0.2     65500        down connect               5          5
                """;

        ObjectNode row = ExabgpRoutes.read(routes, up).get(0);

        assertIsTheRoute(row);
        assertEquals(29, row.path("label").asInt());
        assertEquals("127.177.0.2", row.path("source").asString());
        assertEquals(List.of(), ExabgpRoutes.read(routes, down));
    }

    @Test
    void a_next_hop_mapped_into_ipv6_is_shown_as_what_it_stands_for() {
        ObjectNode row = OpenbgpdRoutes.read(
                        "{\"rib\": [{\"prefix\": \"rd 192.168.100.3:1 fd00:1::3/128\", \"exit_nexthop\": \"::ffff:192.168.100.3\"}]}")
                .get(0);

        assertEquals("bgp.l3vpn-inet6.0", row.path("table").asString());
        assertEquals("192.168.100.3", row.path("next_hop").asString());
    }
}
