package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.LocalRoute;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.xmpp.stanza.LoadBalance;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import net.minitrail.xmpp.stanza.XmlElement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An address that several guests have, active-active, for packets of a third guest, and of what is behind the gateway. */
class EcmpTest {
    private static final String VIP = "192.168.1.100";
    private static final IpPrefix VIP_ROUTE = IpPrefix.parse(VIP + "/32");
    private static final Ipv4Address OTHER_NODE = Ipv4Address.parse("192.168.100.4");
    private static final String REMOTE = "100.100.100.100";

    private final ComputeNode node = new ComputeNode();
    private final Port one = node.addGuest("one", "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.3");
    private final Port two = node.addGuest("two", "71af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.4");
    private final Port client = node.addGuest("client", "81af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.5");
    private final Map<UUID, Integer> got = new HashMap<>();

    @BeforeEach
    void two_guests_have_one_more_address_in_common() {
        node.learn(REMOTE + "/32", 20);
        for (Port port : List.of(one, two, client)) {
            vif(port).connect(frame -> got.merge(port.id(), 1, Integer::sum)); // no stack of a guest meddles
        }
        share(one, "192.168.1.3");
        share(two, "192.168.1.4");
    }

    @Test
    void the_route_leads_to_a_composite_of_both_and_has_a_label_of_its_own() {
        String id = nextHop();
        assertEquals(
                "192.168.1.100/32       32            P          -%15s        -%n".formatted(id),
                node.run("rt --dump 2 | grep " + VIP + "/32"));
        String label = Integer.toString(published().label());
        assertEquals(
                """
                Id:%-9s  Type:Composite      Fmly: AF_INET  Rid:0  Ref_cnt:2          Vrf:2
                              Flags:Valid, Policy, Ecmp, Etree Root,\s
                              Valid Hash Key Parameters: Proto,SrcIP,SrcPort,DstIp,DstPort
                              Sub NH(label): %s(%d) %s(%d)

                """.formatted(
                                id,
                                plain(one),
                                oper(one).routeLabel(),
                                plain(two),
                                oper(two).routeLabel()),
                first(node.run("nh --get " + id)));
        assertTrue(node.run("mpls --get " + label).endsWith("%8s    %6s%n".formatted(label, id)));
        assertEquals(200, published().preference());
        assertEquals(0, published().sequence());
    }

    @Test
    void flows_of_a_third_guest_spread_and_each_stays_where_it_is() {
        Set<Integer> used = new TreeSet<>();
        for (int port = 1000; port < 1032; port++) {
            got.clear();
            fromClient(port, VIP);
            fromClient(port, VIP);
            assertEquals(1, got.size(), "both packets of a flow go to the same guest");
            int place = place("192.168.1.5", port);
            assertEquals(2, got.get((place == 0 ? one : two).id()));
            used.add(place);
        }
        assertEquals(Set.of(0, 1), used);
        assertEquals(64, node.vrouter.flows().used());
    }

    @Test
    void the_answer_of_the_chosen_guest_is_the_reverse_flow() {
        fromClient(1000, VIP);
        Port chosen = got.containsKey(one.id()) ? one : two;
        fromGuest(chosen, VIP, 53, "192.168.1.5", 1000);

        assertEquals(1, got.get(client.id()));
        assertEquals(2, node.vrouter.flows().used());
        String row = node.run("flow -l --match " + VIP + ":53 | grep K(nh)");
        assertTrue(row.contains("S(nh):" + nextHop() + ", "), row);
        assertEquals(0, node.vrouter.drops(DropReason.INVALID_SOURCE));
    }

    @Test
    void packets_out_of_a_tunnel_come_by_the_common_label_and_their_flow_has_the_composite_in_its_key() {
        Set<Integer> used = new TreeSet<>();
        for (int port = 1000; port < 1016; port++) {
            got.clear();
            fromTunnel(published().label(), port);
            fromTunnel(published().label(), port);
            assertEquals(1, got.size());
            Port chosen = got.containsKey(one.id()) ? one : two;
            int place = place(REMOTE, port);
            assertEquals(chosen, place == 0 ? one : two);
            used.add(place);
            assertTrue(node.run("flow -l --match " + REMOTE + ":" + port).contains("K(nh):" + nextHop() + ", "));

            int sent = node.sent.size();
            fromGuest(chosen, VIP, 53, REMOTE, port);
            assertEquals(sent + 1, node.sent.size());
        }
        assertEquals(Set.of(0, 1), used);
        assertEquals(32, node.vrouter.flows().used());
    }

    @Test
    void answers_to_what_one_of_them_began_come_back_to_it() {
        for (int port = 2000; port < 2010; port++) {
            fromGuest(two, VIP, port, REMOTE, 53);
            got.clear();
            byte[] datagram = new UdpDatagram(53, port, new byte[4]).encode();
            fromTunnel(published().label(), Ipv4Packet.of(Ipv4Packet.UDP, ip(REMOTE), ip(VIP), 1, datagram));
            assertEquals(Map.of(two.id(), 1), got);
        }
        assertEquals(20, node.vrouter.flows().used());
    }

    @Test
    void flows_of_a_guest_that_gives_the_address_up_go_to_the_other_one() {
        for (int port = 1000; port < 1016; port++) {
            fromClient(port, VIP);
            fromTunnel(published().label(), port);
        }
        String id = nextHop();
        node.agent.configure(TestConfig.port(one.id(), "192.168.1.3"));
        node.loop.runReady();
        assertNotEquals(id, nextHop());
        assertEquals(oper(two).routeLabel(), published().label());

        got.clear();
        for (int port = 1000; port < 1016; port++) {
            fromClient(port, VIP);
            fromTunnel(published().label(), port);
            fromGuest(two, VIP, 53, "192.168.1.5", port);
        }
        assertEquals(Map.of(two.id(), 32, client.id(), 16), got);
        assertEquals(0, node.vrouter.drops(DropReason.INVALID_SOURCE));
    }

    @Test
    void flows_of_those_that_stay_are_not_disturbed_when_one_of_three_leaves() {
        Port three = node.addGuest("three", "91af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.6");
        vif(three).connect(frame -> got.merge(three.id(), 1, Integer::sum));
        share(three, "192.168.1.6");
        String id = nextHop();
        Map<Integer, UUID> before = new HashMap<>();
        for (int port = 1000; port < 1030; port++) {
            before.put(port, reached(port));
        }
        node.agent.removePort(one.id());
        node.loop.runReady();

        assertEquals(id, nextHop());
        assertTrue(node.run("nh --get " + id)
                .contains("Sub NH(label): -1 %s(%d) "
                        .formatted(plain(two), oper(two).routeLabel())));
        Set<UUID> heirs = new TreeSet<>();
        before.forEach((port, guest) -> {
            UUID now = reached(port);
            if (guest.equals(one.id())) {
                heirs.add(now);
            } else {
                assertEquals(guest, now);
            }
        });
        assertEquals(Set.of(two.id(), three.id()), heirs);
    }

    @Test
    void guests_here_and_elsewhere_are_members_of_one_composite_and_only_those_here_are_behind_the_label() {
        learnShared(hop(node.address, published().label()), hop(OTHER_NODE, 33));
        String id = nextHop();
        String shared = node.run("mpls --get " + published().label() + " | tail -n 1")
                .strip()
                .split(" +")[1];
        assertNotEquals(shared, id);
        String tunnel = node.run("nh --list | grep -C 3 'Dip:" + OTHER_NODE + "' | grep Id:")
                .substring(3, 12)
                .strip();
        assertTrue(node.run("nh --get " + id).contains("Flags:Valid, Policy, Ecmp, Etree Root, \n"));
        assertTrue(node.run("nh --get " + id)
                .contains("Sub NH(label): %s(%d) %s(%d) %s(33)%n"
                        .formatted(
                                plain(one),
                                oper(one).routeLabel(),
                                plain(two),
                                oper(two).routeLabel(),
                                tunnel)));

        for (int port = 1000; port < 1030; port++) {
            int before = node.sent.size();
            got.clear();
            fromClient(port, VIP);
            int place = place("192.168.1.5", port);
            assertEquals(place == 2 ? 1 : 0, node.sent.size() - before);
            assertEquals(place == 2 ? Map.of() : Map.of((place == 0 ? one : two).id(), 1), got);
            if (place == 2) {
                assertEquals(33, node.sent.get(before).packet().entry().label());
            }
            got.clear();
            fromTunnel(published().label(), port);
            assertEquals(1, got.size());
        }
        assertTrue(node.sent.size() > 3);
        fromGuest(one, VIP, 53, "192.168.1.5", 1000);
        assertEquals(0, node.vrouter.drops(DropReason.INVALID_SOURCE));
    }

    @Test
    void two_other_nodes_are_a_composite_of_tunnels_and_answers_must_come_from_one_of_them() {
        String elsewhere = "192.168.1.200";
        learn(elsewhere, null, hop(OTHER_NODE, 33), hop(ip("192.168.100.5"), 34));
        String id = node.run("rt --get " + elsewhere + "/32 --vrf 2 | tail -n 1")
                .strip()
                .split(" +")[4];
        assertTrue(node.run("rt --get " + elsewhere + "/32 --vrf 2 | tail -n 1").contains(" P  "));
        assertTrue(node.run("nh --get " + id).contains("Flags:Valid, Ecmp, Etree Root, \n"));
        Set<Ipv4Address> used = new HashSet<>();
        for (int port = 1000; port < 1020; port++) {
            fromClient(port, elsewhere);
            used.add(node.sent.get(node.sent.size() - 1).tunnel().destination());
        }
        assertEquals(Set.of(OTHER_NODE, ip("192.168.100.5")), used);

        byte[] datagram = new UdpDatagram(53, 1000, new byte[4]).encode();
        byte[] answer = Ipv4Packet.of(Ipv4Packet.UDP, ip(elsewhere), ip("192.168.1.5"), 1, datagram)
                .encode();
        node.fromTunnel(
                ip("192.168.100.9"), new MplsPacket(MplsEntry.only(oper(client).routeLabel(), 64), answer));
        assertEquals(1, node.vrouter.drops(DropReason.INVALID_SOURCE));
        node.fromTunnel(OTHER_NODE, new MplsPacket(MplsEntry.only(oper(client).routeLabel(), 64), answer));
        assertEquals(1, got.get(client.id()));
    }

    @Test
    void only_the_configured_fields_choose_of_a_port_before_its_network_before_the_system() {
        node.agent.configure(TestConfig.hashFields("global-vrouter-config", "source-ip", "source-port"));
        node.loop.runReady();
        assertEquals("SrcIP,SrcPort,", hashFields());
        node.agent.configure(TestConfig.hashFields("virtual-network", "source-ip"));
        node.loop.runReady();
        assertEquals("SrcIP,", hashFields());
        assertEquals(
                List.of("l3-source-address"),
                Objects.requireNonNull(published().hashing()).fields());
        Set<UUID> reached = new HashSet<>();
        for (int port = 1000; port < 1020; port++) {
            reached.add(reached(port));
        }
        assertEquals(1, reached.size());

        share(one, "192.168.1.3", TestConfig.hashing("destination-port", "ip-protocol"));
        assertEquals("Proto,DstPort", hashFields());
    }

    @Test
    void a_route_says_by_which_fields_to_choose() {
        learn(
                "192.168.1.200",
                new LoadBalance(ImmutableList.of("l4-source-port"), "field-hash"),
                hop(OTHER_NODE, 33),
                hop(ComputeNode.GATEWAY, 34));
        assertTrue(node.run("nh --list").contains("Valid Hash Key Parameters: SrcPort,\n"));
    }

    @Test
    void interfaces_in_packet_mode_get_packets_by_hash_without_flows() {
        XmlElement packetMode = XmlElement.leaf("virtual-machine-interface-disable-policy", "true");
        share(one, "192.168.1.3", packetMode);
        share(two, "192.168.1.4", packetMode);
        node.agent.configure(TestConfig.port(client.id(), "192.168.1.5", packetMode));
        node.loop.runReady();
        assertTrue(node.run("nh --get " + nextHop()).contains("Flags:Valid, Ecmp, Etree Root, \n"));

        Set<UUID> reached = new HashSet<>();
        for (int port = 1000; port < 1020; port++) {
            UUID first = reached(port);
            assertEquals(first, reached(port));
            reached.add(first);
            got.clear();
            fromTunnel(published().label(), port);
            assertEquals(1, got.size());
        }
        assertEquals(2, reached.size());
        assertEquals(0, node.vrouter.flows().used());
    }

    @Test
    void nothing_is_left_when_the_guests_are_gone() {
        long before = node.run("nh --list | grep Id:").lines().count();
        Port more = node.addGuest("more", "91af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.6");
        share(more, "192.168.1.6");
        learnShared(hop(node.address, published().label()), hop(OTHER_NODE, 33));
        fromClient(1000, VIP);
        node.agent.forget(0, ComputeNode.INSTANCE, VIP_ROUTE);
        node.agent.removePort(more.id());
        node.loop.runReady();
        assertEquals(before, node.run("nh --list | grep Id:").lines().count());
        for (Port port : List.of(one, two, client)) {
            node.agent.removePort(port.id());
        }
        node.agent.configure(TestConfig.noNetwork());
        node.loop.runReady();
        assertEquals(13, node.run("nh --list | grep Id:").lines().count());
        assertTrue(node.run("mpls --dump").endsWith("---\n"), node.run("mpls --dump"));
        assertEquals(0, node.vrouter.flows().used());
    }

    private String hashFields() {
        Matcher fields =
                Pattern.compile("Valid Hash Key Parameters: (\\S+)").matcher(node.run("nh --get " + nextHop()));
        assertTrue(fields.find());
        return fields.group(1);
    }

    private static RouteNextHop hop(Ipv4Address node, int label) {
        return RouteNextHop.of(node, label, List.of(TunnelEncapsulation.GRE), "");
    }

    private void learnShared(RouteNextHop... hops) {
        learn(VIP, null, hops);
    }

    private void learn(String address, @Nullable LoadBalance fields, RouteNextHop... hops) {
        IpPrefix prefix = IpPrefix.parse(address + "/32");
        RouteItem item = RouteItem.of(
                new RouteKey.Unicast(prefix),
                List.of(hops),
                RouteAttributes.builder()
                        .localPreference(200)
                        .loadBalance(fields)
                        .build());
        node.agent.learn(0, 1, ComputeNode.INSTANCE, prefix, item);
        node.loop.runReady();
    }

    private UUID reached(int port) {
        got.clear();
        fromClient(port, VIP);
        return got.keySet().iterator().next();
    }

    private void share(Port port, String own, XmlElement... more) {
        var properties = new ArrayList<XmlElement>(List.of(more));
        properties.add(XmlElement.of(
                "virtual-machine-interface-allowed-address-pairs",
                XmlElement.of(
                        "allowed-address-pair",
                        XmlElement.of("ip", XmlElement.leaf("ip-prefix", VIP), XmlElement.leaf("ip-prefix-len", "32")),
                        XmlElement.leaf("address-mode", "active-active"))));
        node.agent.configure(TestConfig.port(port.id(), own, properties.toArray(XmlElement[]::new)));
        node.loop.runReady();
    }

    private void fromClient(int sourcePort, String to) {
        fromGuest(client, "192.168.1.5", sourcePort, to, 53);
    }

    private void fromGuest(Port port, String from, int sourcePort, String to, int destinationPort) {
        byte[] datagram = new UdpDatagram(sourcePort, destinationPort, new byte[4]).encode();
        Ipv4Packet packet = Ipv4Packet.of(Ipv4Packet.UDP, ip(from), ip(to), 1, datagram);
        node.datapath.fromGuest(
                vif(port),
                new EthernetFrame(Vif.VROUTER_MAC, port.mac(), EthernetFrame.IPV4, packet.encode()).encode());
    }

    private void fromTunnel(int label, int sourcePort) {
        byte[] datagram = new UdpDatagram(sourcePort, 53, new byte[4]).encode();
        fromTunnel(label, Ipv4Packet.of(Ipv4Packet.UDP, ip(REMOTE), ip(VIP), 1, datagram));
    }

    private void fromTunnel(int label, Ipv4Packet packet) {
        node.fromTunnel(ComputeNode.GATEWAY, new MplsPacket(MplsEntry.only(label, 64), packet.encode()));
    }

    private static Ipv4Address ip(String text) {
        return Ipv4Address.parse(text);
    }

    /** The ECMP index of the flow from an address and port. */
    private int place(String source, int port) {
        String text = node.run("flow -l --match " + source + ":" + port);
        Matcher index = Pattern.compile("\\bE:(\\d+), ").matcher(text);
        assertTrue(index.find(), text);
        return Integer.parseInt(index.group(1));
    }

    private String nextHop() {
        return node.run("rt --get " + VIP + "/32 --vrf 2 | tail -n 1").strip().split(" +")[4];
    }

    private static String first(String records) {
        return records.substring(0, records.indexOf("\n\n") + 2);
    }

    private LocalRoute published() {
        OperVrf vrf = node.agent.vrf(ComputeNode.INSTANCE);
        return Objects.requireNonNull(node.agent.localRoute(Objects.requireNonNull(vrf), VIP_ROUTE));
    }

    /** The next hop of a guest without policy: the one before that in the keys of its flows. */
    private int plain(Port port) {
        return vif(port).flowNextHop() - 1;
    }

    private OperInterface oper(Port port) {
        return Objects.requireNonNull(node.agent.active(port.id()));
    }

    private Vif vif(Port port) {
        return oper(port).vif();
    }
}
