package net.minitrail.vrouter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject.Link;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;
import net.minitrail.xmpp.stanza.XmlElement;

/** A compute node with networks of ten guests each: network n is 10.0.n.0/24, its guests .3 to .12. Nobody answers. */
public final class ManyGuests {
    public static final int GUESTS = 10;

    private static final String PROJECT = "default-domain:default-project:";
    private static final int FIRST_HOST = 3;

    public final ComputeNode node = new ComputeNode();
    private final List<Vif> vifs = new ArrayList<>();
    private final int networks;

    public ManyGuests(int networks) {
        this.networks = networks;
        for (int network = 0; network < networks; network++) {
            node.agent.configure(network(network));
            for (int guest = 0; guest < GUESTS; guest++) {
                UUID id = id(network, guest);
                node.agent.addPort(new Port(
                        id,
                        id,
                        "vm-" + network + "-" + guest,
                        Port.tapName(id),
                        Port.macOf(id),
                        null,
                        null,
                        Port.DEFAULT_PROFILE));
                node.agent.configure(port(network, guest, id));
            }
        }
        node.loop.advance(Duration.ofSeconds(1));
        for (int network = 0; network < networks; network++) {
            for (int guest = 0; guest < GUESTS; guest++) {
                Vif vif = Objects.requireNonNull(node.vrouter.vifs().named(Port.tapName(id(network, guest))));
                vif.connect(frame -> {});
                vifs.add(vif);
            }
        }
        node.tapFrames.clear();
        node.sent.clear();
    }

    /** Makes so many flows, two for each session of UDP between neighbors. */
    public void makeFlows(int count) {
        for (int session = 0; session < count / 2; session++) {
            int from = session % vifs.size();
            node.datapath.fromGuest(vifs.get(from), frame(from, 1024 + session / vifs.size()));
        }
        node.tapFrames.clear();
    }

    public Vif vif(int guest) {
        return vifs.get(guest);
    }

    /** What a guest, of all guests, sends to the next one of its network from a port. */
    public byte[] frame(int guest, int sourcePort) {
        int network = guest / GUESTS;
        int own = guest % GUESTS;
        int other = (own + 1) % GUESTS;
        byte[] datagram = new UdpDatagram(sourcePort, 9, new byte[64]).encode();
        byte[] packet = Ipv4Packet.of(Ipv4Packet.UDP, address(network, own), address(network, other), 1, datagram)
                .encode();
        return new EthernetFrame(mac(network, other), mac(network, own), EthernetFrame.IPV4, packet).encode();
    }

    public int networks() {
        return networks;
    }

    private static UUID id(int network, int guest) {
        return new UUID(((long) network << 8 | guest) << 32 | 0x4000L, 0x8000L << 48);
    }

    private static MacAddress mac(int network, int guest) {
        return Port.macOf(id(network, guest));
    }

    private static Ipv4Address address(int network, int guest) {
        return new Ipv4Address(10 << 24 | network << 8 | (FIRST_HOST + guest));
    }

    private static List<ConfigChange> network(int number) {
        String name = PROJECT + "net-" + number;
        String instance = name + ":net-" + number;
        String ipam = "attr(" + name + ",ipam)";
        XmlElement subnet = XmlElement.of(
                "ipam-subnets",
                XmlElement.of(
                        "subnet",
                        XmlElement.leaf("ip-prefix", "10.0." + number + ".0"),
                        XmlElement.leaf("ip-prefix-len", "24")),
                XmlElement.leaf("default-gateway", "10.0." + number + ".1"),
                XmlElement.leaf("dns-server-address", "10.0." + number + ".2"));
        String id = Integer.toString(100 + number);
        return List.of(
                node("virtual-network", name, XmlElement.leaf("virtual-network-network-id", id)),
                node("routing-instance", instance),
                node("virtual-network-network-ipam", ipam, XmlElement.of("value", subnet)),
                link("virtual-network", name, "routing-instance", instance),
                link("virtual-network", name, "virtual-network-network-ipam", ipam));
    }

    private static List<ConfigChange> port(int network, int guest, UUID id) {
        String name = PROJECT + id;
        XmlElement uuid = XmlElement.of(
                "uuid",
                XmlElement.leaf("uuid-mslong", Long.toUnsignedString(id.getMostSignificantBits())),
                XmlElement.leaf("uuid-lslong", Long.toUnsignedString(id.getLeastSignificantBits())));
        XmlElement perms = XmlElement.of("id-perms", uuid, XmlElement.leaf("enable", "true"));
        String address = address(network, guest).toString();
        return List.of(
                node("virtual-machine-interface", name, perms),
                node("instance-ip", "ip-" + id, XmlElement.leaf("instance-ip-address", address)),
                link("virtual-machine-interface", name, "virtual-network", PROJECT + "net-" + network),
                link("instance-ip", "ip-" + id, "virtual-machine-interface", name));
    }

    private static ConfigChange node(String type, String name, XmlElement... properties) {
        return ConfigChange.update(Node.of(type, name, properties));
    }

    private static ConfigChange link(String leftType, String left, String rightType, String right) {
        return ConfigChange.update(
                new Link(new NodeId(leftType, left), new NodeId(rightType, right), leftType + "-" + rightType));
    }
}
