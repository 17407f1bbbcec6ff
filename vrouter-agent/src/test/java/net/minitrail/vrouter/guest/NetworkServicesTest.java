package net.minitrail.vrouter.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.DhcpMessage;
import net.minitrail.net.packet.DnsMessage;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.ComputeNode;
import net.minitrail.vrouter.TestConfig;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.forwarding.Vif;
import org.junit.jupiter.api.Test;

/** DHCP and DNS between guests and the agent of their node. */
class NetworkServicesTest {
    private static final String VM1 = "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f";
    private static final Ipv4Address SERVICE = Ipv4Address.parse("192.168.1.2");
    private static final Ipv4Address ALL = Ipv4Address.parse("255.255.255.255");
    private static final MacAddress MAC = MacAddress.parse("02:61:af:9b:59:35");

    private final ComputeNode node = new ComputeNode();

    NetworkServicesTest() {
        node.addGuest("vm1", VM1, "192.168.1.3");
    }

    @Test
    void a_guest_gets_its_address_by_dhcp_and_announces_it() {
        List<String> seen = seen(0);
        String asks = "IP 0.0.0.0.68 > 255.255.255.255.67: BOOTP/DHCP, Request from 02:61:af:9b:59:35, length 300";
        String told = "IP 192.168.1.2.67 > 192.168.1.3.68: BOOTP/DHCP, Reply, length 300";
        assertEquals(
                List.of(asks, told, asks, told),
                seen.stream().filter(line -> line.contains("DHCP")).toList());
        assertTrue(seen.contains("ARP, Request who-has 192.168.1.3 tell 192.168.1.3, length 28"), seen::toString);
        String card = node.run("vm1", "ifconfig eth0");
        assertTrue(card.contains("inet addr:192.168.1.3  Bcast:192.168.1.255  Mask:255.255.255.0"), card);
        assertTrue(node.run("vm1", "route").contains("0.0.0.0         192.168.1.1     0.0.0.0         UG"));
        assertEquals(List.of(SERVICE), guest().resolvers());
    }

    @Test
    void a_request_for_another_address_is_refused_and_one_of_another_mac_gets_no_answer() throws Exception {
        List<DhcpMessage> refused = ask(MAC, DhcpMessage.REQUEST, "192.168.1.77");
        assertEquals(1, refused.size());
        assertEquals(DhcpMessage.NAK, refused.get(0).type());
        assertEquals(List.of(), ask(MacAddress.parse("02:00:00:00:00:77"), DhcpMessage.DISCOVER, "192.168.1.3"));
    }

    @Test
    void the_offer_has_what_a_host_needs() throws Exception {
        DhcpMessage offer = ask(MAC, DhcpMessage.DISCOVER, "0.0.0.0").get(0);
        assertEquals(DhcpMessage.OFFER, offer.type());
        assertEquals(Ipv4Address.parse("192.168.1.3"), offer.yours());
        assertEquals(Ipv4Address.parse("255.255.255.0"), offer.address(DhcpMessage.SUBNET_MASK));
        assertEquals(Ipv4Address.parse("192.168.1.1"), offer.address(DhcpMessage.ROUTER));
        assertEquals(SERVICE, offer.address(DhcpMessage.DNS_SERVER));
        assertEquals(SERVICE, offer.address(DhcpMessage.SERVER));
        assertEquals(ALL, offer.address(DhcpMessage.LEASE_SECONDS));
        assertEquals("vm1", new String(Objects.requireNonNull(offer.options().get(DhcpMessage.HOST_NAME))));
    }

    @Test
    void without_dhcp_the_interface_says_so_and_nobody_answers() throws Exception {
        assertTrue(node.run("vif --get 3").contains("Flags:PL3L2DEr "));
        node.agent.configure(TestConfig.withoutDhcp());
        node.loop.advance(Duration.ofMillis(10));
        assertTrue(node.run("vif --get 3").contains("Flags:PL3L2Er "), node.run("vif --get 3"));
        assertEquals(List.of(), ask(MAC, DhcpMessage.DISCOVER, "0.0.0.0"));
    }

    @Test
    void the_service_address_knows_the_names_of_the_networks_guests() throws Exception {
        node.addGuest("VM2", "233eefc1-94aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.4");
        assertEquals(List.of("192.168.1.4"), resolve("vm2", DnsMessage.A, 0));
        assertEquals(List.of("VM2"), resolve("4.1.168.192.in-addr.arpa", DnsMessage.PTR, 0));
        assertEquals(List.of(), resolve("vm2", DnsMessage.AAAA, 0));
        assertEquals(List.of(), resolve("nobody", DnsMessage.A, DnsMessage.NO_SUCH_NAME));
    }

    @Test
    void a_question_and_its_answer_are_a_flow_each_way() throws Exception {
        resolve("vm1", DnsMessage.A, 0);
        String flows = node.run("flow --match '192.168.1.2:53 & proto udp'");
        assertEquals(2, flows.split("Action:F, ", -1).length - 1, flows);
    }

    @Test
    void the_metadata_service_tells_a_guest_who_it_is() {
        assertEquals(
                new HttpCall.Result(200, "hostname\ninstance-id\nlocal-hostname\nlocal-ipv4\nmac"),
                get("/latest/meta-data/", 80));
        assertEquals(new HttpCall.Result(200, VM1), get("/latest/meta-data/instance-id", 80));
        assertEquals(new HttpCall.Result(200, "192.168.1.3"), get("/latest/meta-data/local-ipv4", 80));
        assertEquals(new HttpCall.Result(404, ""), get("/latest/user-data", 80));
    }

    @Test
    void a_call_of_the_metadata_service_is_translated_to_the_nodes_own_address_and_back() throws Exception {
        assertEquals(new HttpCall.Result(200, "02:61:af:9b:59:35"), get("/latest/meta-data/mac", 80));
        String there = node.run("flow -l --show-evicted --match 169.254.169.254");
        assertTrue(there.contains(" 6 (2->0)\n                         169.254.169.254:80   \n"), there);
        assertTrue(there.contains("K(nh):19, Action:N(SPsDPd), Flags:E, TCP:SSrEEr"), there);
        assertTrue(there.contains("S(nh):19, "), there);
        assertTrue(there.contains("Sinfo 3.0.0.0)"), there);

        String back = node.run("flow -l --show-evicted --match '192.168.100.3:8775 & vrf 0'");
        assertTrue(back.contains(" 6 (0->2)\n                         192.168.100.3:32768\n"), back);
        assertTrue(back.contains("K(nh):7, Action:N(SPsDPdL), Flags:E, TCP:SSrEEr"), back);
        assertTrue(back.contains("S(nh):7, "), back);
        assertTrue(back.contains("Sinfo 1.0.0.0)"), back);

        assertEquals(0, node.vrouter.drops(DropReason.DISCARD));
        String vhost = node.run("vif --get 1");
        assertTrue(vhost.contains("RX packets:6 ") && vhost.contains("TX packets:7 "), vhost);
        node.loop.advance(Duration.ofSeconds(3));
        assertTrue(node.run("flow -l").endsWith("-----\n"), node.run("flow -l"));
    }

    @Test
    void other_ports_of_the_link_local_address_do_not_answer() {
        var end = new CallEnd(Ipv4Address.parse("169.254.169.254"), null, 81);
        HttpCall call = Objects.requireNonNull(guest().tcp().http(end, "/"));
        node.loop.advance(Duration.ofMillis(500));
        assertTrue(call.results().isEmpty());
    }

    private HttpCall.Result get(String path, int port) {
        var end = new CallEnd(Ipv4Address.parse("169.254.169.254"), null, port);
        HttpCall call = Objects.requireNonNull(guest().tcp().http(end, path));
        node.loop.advance(Duration.ofMillis(10));
        return Objects.requireNonNull(call.results().poll(), "nobody answered");
    }

    private List<String> resolve(String name, int type, int code) throws Exception {
        var answers = new ArrayList<byte[]>();
        byte[] question = DnsMessage.question(9, name, type).encode();
        int port = guest().udp().ask(SERVICE, DnsMessage.PORT, question, answers::add);
        node.loop.advance(Duration.ofMillis(10));
        guest().udp().close(port);
        assertEquals(1, answers.size(), "answers");
        DnsMessage answer = DnsMessage.decode(answers.get(0));
        assertEquals(code, answer.code());
        return answer.answers().stream().map(DnsMessage.Answer::data).toList();
    }

    private List<DhcpMessage> ask(MacAddress mac, int type, String wanted) throws Exception {
        int before = node.tapFrames.size();
        var message = new DhcpMessage(
                false,
                77,
                false,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                mac,
                Map.of(
                        DhcpMessage.TYPE,
                        new byte[] {(byte) type},
                        DhcpMessage.REQUESTED,
                        DhcpMessage.value(Ipv4Address.parse(wanted))));
        byte[] datagram = new UdpDatagram(68, 67, message.encode()).encode(Ipv4Address.ANY, ALL);
        byte[] packet =
                Ipv4Packet.of(Ipv4Packet.UDP, Ipv4Address.ANY, ALL, 0, datagram).encode();
        Vif vif =
                Objects.requireNonNull(node.agent.active(UUID.fromString(VM1))).vif();
        node.datapath.fromGuest(vif, new EthernetFrame(MacAddress.BROADCAST, mac, EthernetFrame.IPV4, packet).encode());
        node.loop.advance(Duration.ofMillis(10));
        var replies = new ArrayList<DhcpMessage>();
        for (byte[] frame : node.tapFrames.subList(before, node.tapFrames.size())) {
            if (PacketText.describe(frame, false).contains("DHCP, Reply")) {
                byte[] ip = EthernetFrame.decode(frame).payload();
                replies.add(DhcpMessage.decode(
                        UdpDatagram.decode(Ipv4Packet.decode(ip).payload()).payload()));
            }
        }
        assertFalse(replies.stream().anyMatch(reply -> reply.transaction() != 77));
        return replies;
    }

    private Guest guest() {
        Guest guest = node.guests.named("vm1");
        assertNotNull(guest);
        return guest;
    }

    private List<String> seen(int from) {
        return node.tapFrames.subList(from, node.tapFrames.size()).stream()
                .map(frame -> PacketText.describe(frame, false))
                .toList();
    }
}
