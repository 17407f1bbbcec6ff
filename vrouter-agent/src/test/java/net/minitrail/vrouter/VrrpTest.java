package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.packet.PacketText;
import net.minitrail.vrouter.guest.Echo;
import net.minitrail.vrouter.oper.LocalRoute;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.Test;

/** The post "VRRP configuration with Contrail", with both routers on one node and on two. */
class VrrpTest {
    private static final String MASTER = "c41d9369-ee00-4000-8000-000000000004";
    private static final String BACKUP = "17f19086-0100-4000-8000-000000000005";
    private static final String CLIENT = "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f";
    private static final String VIP = "192.168.1.254";

    private final ComputeNodes nodes = new ComputeNodes(2);
    private final ComputeNode first = nodes.get(0);
    private final ComputeNode second = nodes.get(1);

    @Test
    void advertisements_are_as_the_post_captures_them() {
        first.addGuest("vrrp-m", MASTER, "192.168.1.4", "vsrx");
        first.tapFrames.clear();

        configure(first, "vrrp-m", "192.168.1.4", "priority 200");
        nodes.advance(Duration.ofSeconds(4));

        List<String> seen = first.tapFrames.stream()
                .map(frame -> PacketText.verbose(java.time.Instant.EPOCH, frame, true, null))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
        assertTrue(
                seen.contains(
                        "00:00:5e:00:01:01 > 01:00:5e:00:00:12, ethertype IPv4 (0x0800), length 60: (tos 0xc0, ttl 255,"
                                + " id 2, offset 0, flags [none], proto VRRP (112), length 40)\n"
                                + "    192.168.1.4 > 224.0.0.18: vrrp 192.168.1.4 > 224.0.0.18: VRRPv2, Advertisement, vrid 1, prio"
                                + " 200, authtype none, intvl 1s, length 20, addrs: 192.168.1.254"),
                seen::toString);
    }

    @Test
    void the_backup_shows_its_master_in_the_layout_of_junos() {
        routers(first);

        assertTrue(
                first.run("vrrp-m", "show vrrp")
                        .matches("Interface     State       Group   VR state VR Mode   Timer    Type   Address\n"
                                + "ge-0/0/0\\.0    up              1   master   Active      A  [01]\\.[0-9]{3} lcl    192\\.168\\.1\\.4\n"
                                + " {64}vip    192\\.168\\.1\\.254\n"),
                () -> first.run("vrrp-m", "show vrrp"));
        assertTrue(
                first.run("vrrp-s", "run show vrrp")
                        .matches(
                                "(?s).*\nge-0/0/0\\.0    up              1   backup   Active      D  [23]\\.[0-9]{3} lcl    192\\.168\\.1\\.5\n"
                                        + " {64}vip    192\\.168\\.1\\.254\n {64}mas    192\\.168\\.1\\.4\n"),
                () -> first.run("vrrp-s", "run show vrrp"));
    }

    @Test
    void without_an_address_pair_the_address_is_resolved_but_not_reached() {
        routers(first);
        first.addGuest("client", CLIENT, "192.168.1.3");

        assertEquals(0, pings(first));
        assertTrue(first.run("client", "arp").contains("? (192.168.1.254) at 00:00:5e:00:01:01 [ether]  on eth0"));
    }

    @Test
    void with_address_pairs_the_route_leads_to_the_master_and_follows_it() {
        routers(first);
        pair(first, MASTER, "192.168.1.4");
        pair(first, BACKUP, "192.168.1.5");
        first.addGuest("client", CLIENT, "192.168.1.3");
        nodes.advance(Duration.ofSeconds(3));

        assertEquals(1, pings(first));
        String row = route(first);
        assertTrue(row.matches("192\\.168\\.1\\.254/32 +32 +PT +- +[0-9]+ +0:0:5e:0:1:1\\([0-9]+\\)\n"), row);
        assertEquals("3", interfaceOf(first));

        first.run("vrrp-m", "set interfaces ge-0/0/0 disable\ncommit");
        assertEquals("commit complete\n", first.run("vrrp-m", "commit"));
        nodes.advance(Duration.ofSeconds(3));
        assertEquals(0, pings(first));
        nodes.advance(Duration.ofSeconds(1));
        assertEquals(1, pings(first));
        assertEquals("4", interfaceOf(first));

        first.run("vrrp-m", "delete interfaces ge-0/0/0 disable\ncommit");
        nodes.advance(Duration.ofSeconds(4));
        assertEquals(1, pings(first));
        assertEquals("3", interfaceOf(first));
    }

    @Test
    void the_address_moves_between_two_nodes() {
        first.addGuest("vrrp-m", MASTER, "192.168.1.4", "vsrx");
        second.addGuest("vrrp-s", BACKUP, "192.168.1.5", "vsrx");
        configure(first, "vrrp-m", "192.168.1.4", "priority 200");
        configure(second, "vrrp-s", "192.168.1.5", "accept-data");
        pair(first, MASTER, "192.168.1.4");
        pair(second, BACKUP, "192.168.1.5");
        first.addGuest("client", CLIENT, "192.168.1.3");
        nodes.advance(Duration.ofSeconds(8));

        assertEquals(1, pings(first));
        assertTrue(route(second).contains(" LPT "), route(second));
        assertEquals(List.of(200L, 1L), held(first));
        assertEquals(100L, held(second).get(0));

        first.run("vrrp-m", "set interfaces ge-0/0/0 disable\ncommit");
        nodes.advance(Duration.ofSeconds(6));
        assertEquals(1, pings(first));
        assertTrue(route(first).contains(" LPT "), route(first));
        assertTrue(route(second).matches("(?s).* P +- .*"), route(second));
        assertEquals(100L, held(first).get(0));
        assertEquals(List.of(200L, 2L), held(second));

        first.run("vrrp-m", "delete interfaces ge-0/0/0 disable\ncommit");
        nodes.advance(Duration.ofSeconds(6));
        assertEquals(1, pings(first));
        assertEquals(List.of(200L, 3L), held(first));
        assertEquals(100L, held(second).get(0));
    }

    /** Preference and sequence that a node claims the shared address with. */
    private static List<Long> held(ComputeNode node) {
        OperVrf vrf = Objects.requireNonNull(node.agent.vrf(ComputeNode.INSTANCE));
        LocalRoute route = Objects.requireNonNull(node.agent.localRoute(vrf, IpPrefix.parse(VIP + "/32")));
        return List.of((long) route.preference(), route.sequence());
    }

    private void routers(ComputeNode node) {
        node.addGuest("vrrp-m", MASTER, "192.168.1.4", "vsrx");
        node.addGuest("vrrp-s", BACKUP, "192.168.1.5", "vsrx");
        configure(node, "vrrp-m", "192.168.1.4", "priority 200");
        configure(node, "vrrp-s", "192.168.1.5", "accept-data");
        nodes.advance(Duration.ofSeconds(8));
    }

    private static void configure(ComputeNode node, String guest, String address, String option) {
        String group = "set interfaces ge-0/0/0 unit 0 family inet address " + address + "/24 vrrp-group 1 ";
        assertEquals(
                "commit complete\n",
                node.run(
                        guest,
                        group + "virtual-address " + VIP + "\n" + group + "accept-data\n" + group + option + "\n"
                                + "set security zones security-zone vrrp interfaces ge-0/0/0.0 host-inbound-traffic"
                                + " system-services all\ncommit"));
    }

    private void pair(ComputeNode node, String port, String address) {
        node.agent.configure(TestConfig.port(
                UUID.fromString(port),
                address,
                XmlElement.of(
                        "virtual-machine-interface-allowed-address-pairs",
                        XmlElement.of(
                                "allowed-address-pair",
                                XmlElement.of(
                                        "ip",
                                        XmlElement.leaf("ip-prefix", VIP),
                                        XmlElement.leaf("ip-prefix-len", "32")),
                                XmlElement.leaf("mac", "00:00:5e:00:01:01"),
                                XmlElement.leaf("address-mode", "active-standby")))));
        nodes.advance(Duration.ofMillis(10));
    }

    private int pings(ComputeNode node) {
        return Echo.replies(
                Objects.requireNonNull(node.guests.named("client")), VIP, () -> nodes.advance(Duration.ofMillis(500)));
    }

    private static String route(ComputeNode node) {
        return node.run("rt --dump 2 | grep 192.168.1.254/32");
    }

    /** The interface that the route leads to. */
    private static String interfaceOf(ComputeNode node) {
        String nextHop = route(node).substring(60, 85).strip().split(" +")[0];
        return node.run("nh --get " + nextHop)
                .lines()
                .filter(line -> line.contains("Oif:"))
                .map(line -> line.replaceAll(".*Oif:([0-9]+).*", "$1"))
                .findFirst()
                .orElse("none: " + route(node));
    }
}
