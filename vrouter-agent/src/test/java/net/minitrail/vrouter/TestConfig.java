package net.minitrail.vrouter;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject.Link;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;
import net.minitrail.xmpp.stanza.XmlElement;

/** Configuration stanzas' contents, as a control node sends them. */
public final class TestConfig {
    private static final String PROJECT = "default-domain:default-project:";
    private static final String NETWORK = PROJECT + "test_vn";

    private TestConfig() {}

    /** The network test_vn, 192.168.1.0/24, gateway .1, service .2, network id 5. */
    public static List<ConfigChange> network() {
        XmlElement subnet = XmlElement.of(
                "ipam-subnets",
                XmlElement.of(
                        "subnet", XmlElement.leaf("ip-prefix", "192.168.1.0"), XmlElement.leaf("ip-prefix-len", "24")),
                XmlElement.leaf("default-gateway", "192.168.1.1"),
                XmlElement.leaf("dns-server-address", "192.168.1.2"));
        var changes = new ArrayList<ConfigChange>();
        node(changes, "virtual-network", NETWORK, XmlElement.leaf("virtual-network-network-id", "5"));
        node(changes, "routing-instance", NETWORK + ":test_vn");
        node(changes, "virtual-network-network-ipam", "attr(" + NETWORK + ",ipam)", XmlElement.of("value", subnet));
        link(
                changes,
                "virtual-network",
                NETWORK,
                "routing-instance",
                NETWORK + ":test_vn",
                "virtual-network-routing-instance");
        link(
                changes,
                "virtual-network",
                NETWORK,
                "virtual-network-network-ipam",
                "attr(" + NETWORK + ",ipam)",
                "virtual-network-network-ipam");
        return changes;
    }

    /** The subnet of test_vn without DHCP. */
    public static List<ConfigChange> withoutDhcp() {
        XmlElement subnet = XmlElement.of(
                "ipam-subnets",
                XmlElement.of(
                        "subnet", XmlElement.leaf("ip-prefix", "192.168.1.0"), XmlElement.leaf("ip-prefix-len", "24")),
                XmlElement.leaf("default-gateway", "192.168.1.1"),
                XmlElement.leaf("dns-server-address", "192.168.1.2"),
                XmlElement.leaf("enable-dhcp", "false"));
        var changes = new ArrayList<ConfigChange>();
        node(changes, "virtual-network-network-ipam", "attr(" + NETWORK + ",ipam)", XmlElement.of("value", subnet));
        return changes;
    }

    /** A second subnet of test_vn: 2001:db8:1::/64, gateway ::1, service ::2. */
    public static List<ConfigChange> ipv6Subnet() {
        XmlElement subnet = XmlElement.of(
                "ipam-subnets",
                XmlElement.of(
                        "subnet", XmlElement.leaf("ip-prefix", "2001:db8:1::"), XmlElement.leaf("ip-prefix-len", "64")),
                XmlElement.leaf("default-gateway", "2001:db8:1::1"),
                XmlElement.leaf("dns-server-address", "2001:db8:1::2"));
        String name = "attr(" + NETWORK + ",ipam6)";
        var changes = new ArrayList<ConfigChange>();
        node(changes, "virtual-network-network-ipam", name, XmlElement.of("value", subnet));
        link(changes, "virtual-network", NETWORK, "virtual-network-network-ipam", name, "virtual-network-network-ipam");
        return changes;
    }

    /** The fields that choose among equal next hops, of the network or, as {@code global-vrouter-config}, of the system. */
    public static List<ConfigChange> hashFields(String type, String... fields) {
        var changes = new ArrayList<ConfigChange>();
        if (type.equals("virtual-network")) {
            node(changes, type, NETWORK, XmlElement.leaf("virtual-network-network-id", "5"), hashing(fields));
        } else {
            node(changes, type, "default-global-system-config:default-global-vrouter-config", hashing(fields));
        }
        return changes;
    }

    /** The property of these fields. */
    public static XmlElement hashing(String... fields) {
        var leaves = new ArrayList<XmlElement>();
        leaves.add(XmlElement.leaf("hashing-configured", "true"));
        for (String field : List.of("source-ip", "destination-ip", "ip-protocol", "source-port", "destination-port")) {
            leaves.add(XmlElement.leaf(field, Boolean.toString(List.of(fields).contains(field))));
        }
        return XmlElement.of("ecmp-hashing-include-fields", leaves.toArray(XmlElement[]::new));
    }

    /** One more address of an interface. */
    public static List<ConfigChange> address(UUID id, String address) {
        var changes = new ArrayList<ConfigChange>();
        node(changes, "instance-ip", address, XmlElement.leaf("instance-ip-address", address));
        link(
                changes,
                "instance-ip",
                address,
                "virtual-machine-interface",
                PROJECT + id,
                "instance-ip-virtual-machine-interface");
        return changes;
    }

    /** The network is gone. */
    public static List<ConfigChange> noNetwork() {
        return List.of(
                ConfigChange.delete(Node.of("virtual-network", NETWORK)),
                ConfigChange.delete(Node.of("routing-instance", NETWORK + ":test_vn")));
    }

    /** An interface in test_vn with one address. */
    public static List<ConfigChange> port(UUID id, String address, XmlElement... more) {
        String name = PROJECT + id;
        var properties = new ArrayList<XmlElement>(List.of(more));
        properties.add(XmlElement.of(
                "id-perms",
                XmlElement.of(
                        "uuid",
                        XmlElement.leaf("uuid-mslong", Long.toUnsignedString(id.getMostSignificantBits())),
                        XmlElement.leaf("uuid-lslong", Long.toUnsignedString(id.getLeastSignificantBits()))),
                XmlElement.leaf("enable", "true")));
        var changes = new ArrayList<ConfigChange>();
        node(changes, "virtual-machine-interface", name, properties.toArray(XmlElement[]::new));
        node(changes, "instance-ip", "ip-" + id, XmlElement.leaf("instance-ip-address", address));
        link(
                changes,
                "virtual-machine-interface",
                name,
                "virtual-network",
                NETWORK,
                "virtual-machine-interface-virtual-network");
        link(
                changes,
                "instance-ip",
                "ip-" + id,
                "virtual-machine-interface",
                name,
                "instance-ip-virtual-machine-interface");
        return changes;
    }

    private static void node(List<ConfigChange> changes, String type, String name, XmlElement... properties) {
        changes.add(ConfigChange.update(Node.of(type, name, properties)));
    }

    private static void link(
            List<ConfigChange> changes, String leftType, String left, String rightType, String right, String metadata) {
        changes.add(ConfigChange.update(new Link(new NodeId(leftType, left), new NodeId(rightType, right), metadata)));
    }
}
