package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv6Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.packet.Octets;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.LocalRoute;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An IPv6 address that two guests have, active-active, for datagrams of a third one and of what is behind the gateway. */
class Ipv6EcmpTest {
    private static final String VIP = "2001:db8:1::100";
    private static final String REMOTE = "2001:db8:ffff::1";
    private static final String CLIENT = "2001:db8:1::5";
    private static final int UDP = 17;

    private final ComputeNode node = new ComputeNode();
    private final Map<UUID, Integer> got = new HashMap<>();
    private Port one;
    private Port two;
    private Port client;

    @BeforeEach
    void two_guests_have_one_more_address_in_common() {
        node.agent.configure(TestConfig.ipv6Subnet());
        one = guest("one", "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", 3);
        two = guest("two", "71af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", 4);
        client = guest("client", "81af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", 5);
        node.learn(REMOTE + "/128", 20);
        for (Port port : List.of(one, two, client)) {
            vif(port).connect(frame -> got.merge(port.id(), 1, Integer::sum)); // no stack of a guest meddles
        }
        share(one, 3);
        share(two, 4);
    }

    @Test
    void the_route_leads_to_a_composite_behind_a_label_of_its_own() {
        String row = node.run("rt --get " + VIP + "/128 --vrf 2 --family inet6 | tail -n 1");
        assertTrue(row.matches("2001:db8:1::100/128 {3}128 {12}P {10}- +[0-9]+ {8}-\n"), row);
        String composite = node.run("nh --get " + nextHop());
        assertTrue(composite.contains("Valid Hash Key Parameters: Proto,SrcIP,SrcPort,DstIp,DstPort\n"), composite);
        assertTrue(
                composite.contains("Sub NH(label): %d(%d) %d(%d)\n"
                        .formatted(vif(one).flowNextHop() - 1, label(one), vif(two).flowNextHop() - 1, label(two))),
                composite);
        assertEquals(200, published().preference());
    }

    @Test
    void flows_of_a_guest_spread_stay_and_are_answered_by_the_guest_that_was_chosen() {
        Set<Integer> places = new TreeSet<>();
        for (int port = 1000; port < 1024; port++) {
            got.clear();
            fromGuest(client, CLIENT, port, VIP, 53);
            fromGuest(client, CLIENT, port, VIP, 53);
            assertEquals(1, got.size());
            int place = place(CLIENT, port);
            Port chosen = place == 0 ? one : two;
            assertEquals(Map.of(chosen.id(), 2), got);
            fromGuest(chosen, VIP, 53, CLIENT, port);
            assertEquals(1, got.get(client.id()));
            places.add(place);
        }
        assertEquals(Set.of(0, 1), places);
        assertEquals(48, node.vrouter.flows().used());
        assertEquals(0, node.vrouter.drops(DropReason.INVALID_SOURCE));
    }

    @Test
    void what_comes_by_the_common_label_spreads_and_goes_to_the_other_guest_when_one_gives_the_address_up() {
        Set<UUID> reached = new TreeSet<>();
        for (int port = 1000; port < 1016; port++) {
            got.clear();
            fromTunnel(port);
            assertEquals(1, got.size());
            reached.addAll(got.keySet());
        }
        assertEquals(Set.of(one.id(), two.id()), reached);

        node.agent.configure(TestConfig.port(one.id(), "192.168.1.3"));
        node.loop.runReady();
        got.clear();
        for (int port = 1000; port < 1016; port++) {
            fromTunnel(port);
        }
        assertEquals(Map.of(two.id(), 16), got);
    }

    private Port guest(String name, String id, int number) {
        node.agent.configure(TestConfig.address(UUID.fromString(id), "2001:db8:1::" + number));
        return node.addGuest(name, id, "192.168.1." + number);
    }

    private void share(Port port, int number) {
        var pairs = XmlElement.of(
                "virtual-machine-interface-allowed-address-pairs",
                XmlElement.of(
                        "allowed-address-pair",
                        XmlElement.of("ip", XmlElement.leaf("ip-prefix", VIP), XmlElement.leaf("ip-prefix-len", "128")),
                        XmlElement.leaf("address-mode", "active-active")));
        node.agent.configure(TestConfig.port(port.id(), "192.168.1." + number, pairs));
        node.loop.runReady();
    }

    private void fromGuest(Port port, String from, int sourcePort, String to, int destinationPort) {
        byte[] packet = datagram(from, sourcePort, to, destinationPort);
        node.datapath.fromGuest(
                vif(port), new EthernetFrame(Vif.VROUTER_MAC, port.mac(), EthernetFrame.IPV6, packet).encode());
    }

    private void fromTunnel(int sourcePort) {
        byte[] packet = datagram(REMOTE, sourcePort, VIP, 53);
        node.fromTunnel(
                ComputeNode.GATEWAY, new MplsPacket(MplsEntry.only(published().label(), 64), packet));
    }

    private static byte[] datagram(String from, int sourcePort, String to, int destinationPort) {
        byte[] octets = new byte[12];
        Octets.put16(octets, 0, sourcePort);
        Octets.put16(octets, 2, destinationPort);
        Octets.put16(octets, 4, octets.length);
        return new Ipv6Packet(0, 0, UDP, 64, Ipv6Address.parse(from), Ipv6Address.parse(to), octets).encode();
    }

    /** The ECMP index of the flow from an address and port. */
    private int place(String source, int port) {
        String text = node.run("flow -l --match [" + source + "]:" + port);
        Matcher index = Pattern.compile("\\bE:(\\d+), ").matcher(text);
        assertTrue(index.find(), text);
        return Integer.parseInt(index.group(1));
    }

    private int nextHop() {
        String row = node.run("rt --get " + VIP + "/128 --vrf 2 --family inet6 | tail -n 1");
        return Integer.parseInt(row.strip().split(" +")[4]);
    }

    private LocalRoute published() {
        return Objects.requireNonNull(node.agent.localRoute(
                Objects.requireNonNull(node.agent.vrf(ComputeNode.INSTANCE)), IpPrefix.parse(VIP + "/128")));
    }

    private int label(Port port) {
        return Objects.requireNonNull(node.agent.active(port.id())).routeLabel();
    }

    private Vif vif(Port port) {
        return Objects.requireNonNull(node.agent.active(port.id())).vif();
    }
}
