package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** Three guests of a node, two of which have one more address in common, active-active; what is sent to it and from it. */
abstract class SharedAddress {
    static final String VIP = "192.168.1.100";
    static final IpPrefix VIP_ROUTE = IpPrefix.parse(VIP + "/32");
    static final Ipv4Address OTHER_NODE = Ipv4Address.parse("192.168.100.4");
    static final String REMOTE = "100.100.100.100";

    final ComputeNode node = new ComputeNode();
    final Port one = node.addGuest("one", "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.3");
    final Port two = node.addGuest("two", "71af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.4");
    final Port client = node.addGuest("client", "81af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.5");
    final Map<UUID, Integer> got = new HashMap<>();

    @BeforeEach
    void two_guests_have_one_more_address_in_common() {
        node.learn(REMOTE + "/32", 20);
        for (Port port : List.of(one, two, client)) {
            vif(port).connect(frame -> got.merge(port.id(), 1, Integer::sum)); // no stack of a guest meddles
        }
        share(one, "192.168.1.3");
        share(two, "192.168.1.4");
    }

    static RouteNextHop hop(Ipv4Address node, int label) {
        return RouteNextHop.of(node, label, List.of(TunnelEncapsulation.GRE), "");
    }

    void learnShared(RouteNextHop... hops) {
        learn(VIP, null, hops);
    }

    void learn(String address, @Nullable LoadBalance fields, RouteNextHop... hops) {
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

    UUID reached(int port) {
        got.clear();
        fromClient(port, VIP);
        return got.keySet().iterator().next();
    }

    void share(Port port, String own, XmlElement... more) {
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

    void fromClient(int sourcePort, String to) {
        fromGuest(client, "192.168.1.5", sourcePort, to, 53);
    }

    void fromGuest(Port port, String from, int sourcePort, String to, int destinationPort) {
        byte[] datagram = new UdpDatagram(sourcePort, destinationPort, new byte[4]).encode();
        Ipv4Packet packet = Ipv4Packet.of(Ipv4Packet.UDP, ip(from), ip(to), 1, datagram);
        node.datapath.fromGuest(
                vif(port),
                new EthernetFrame(Vif.VROUTER_MAC, port.mac(), EthernetFrame.IPV4, packet.encode()).encode());
    }

    void fromTunnel(int label, int sourcePort) {
        byte[] datagram = new UdpDatagram(sourcePort, 53, new byte[4]).encode();
        fromTunnel(label, Ipv4Packet.of(Ipv4Packet.UDP, ip(REMOTE), ip(VIP), 1, datagram));
    }

    void fromTunnel(int label, Ipv4Packet packet) {
        node.fromTunnel(ComputeNode.GATEWAY, new MplsPacket(MplsEntry.only(label, 64), packet.encode()));
    }

    static Ipv4Address ip(String text) {
        return Ipv4Address.parse(text);
    }

    /** The ECMP index of the flow from an address and port. */
    int place(String source, int port) {
        String text = node.run("flow -l --match " + source + ":" + port);
        Matcher index = Pattern.compile("\\bE:(\\d+), ").matcher(text);
        assertTrue(index.find(), text);
        return Integer.parseInt(index.group(1));
    }

    String nextHop() {
        return node.run("rt --get " + VIP + "/32 --vrf 2 | tail -n 1").strip().split(" +")[4];
    }

    LocalRoute published() {
        OperVrf vrf = node.agent.vrf(ComputeNode.INSTANCE);
        return Objects.requireNonNull(node.agent.localRoute(Objects.requireNonNull(vrf), VIP_ROUTE));
    }

    /** The next hop of a guest without policy: the one before that in the keys of its flows. */
    int plain(Port port) {
        return vif(port).flowNextHop() - 1;
    }

    OperInterface oper(Port port) {
        return Objects.requireNonNull(node.agent.active(port.id()));
    }

    Vif vif(Port port) {
        return oper(port).vif();
    }
}
