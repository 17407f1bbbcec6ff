package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.xmpp.stanza.LoadBalance;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.Test;

/** Which guests and nodes are members of a composite next hop, and by which fields one of them is chosen. */
class EcmpMembersTest extends SharedAddress {
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
}
