package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.oper.Port;
import org.junit.jupiter.api.Test;

/** An address that several guests have, active-active, for packets of a third guest, and of what is behind the gateway. */
class EcmpTest extends SharedAddress {
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

    private static String first(String records) {
        return records.substring(0, records.indexOf("\n\n") + 2);
    }
}
