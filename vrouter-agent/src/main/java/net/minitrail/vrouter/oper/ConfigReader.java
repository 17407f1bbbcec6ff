package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.flow.HashFields;
import net.minitrail.vrouter.oper.InterfaceConfig.Address;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.XmlElement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads ports and networks out of the configuration graph. What is not complete yet is not there. */
final class ConfigReader {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReader.class);

    private static final int MOST_VNI = 0xFF_FFFF;
    private static final String HASH_FIELDS = "ecmp-hashing-include-fields";

    private final ConfigGraph graph;
    private final RuleReader rules;

    ConfigReader(ConfigGraph graph) {
        this.graph = graph;
        this.rules = new RuleReader(graph);
    }

    /** What a port lacks to be active, in words, or its configuration. */
    record Outcome(@Nullable InterfaceConfig config, String missing) {}

    /** Reads each of the ports. */
    Map<UUID, Outcome> read(Collection<Port> ports) {
        rules.sweep();
        Map<UUID, Node> nodes = interfaceNodes();
        var outcomes = new LinkedHashMap<UUID, Outcome>();
        ports.forEach(port -> outcomes.put(port.id(), read(port, nodes.get(port.id()))));
        return outcomes;
    }

    private Outcome read(Port port, @Nullable Node vmi) {
        if (vmi == null) {
            return missing("its virtual-machine-interface");
        }
        XmlElement perms = child(vmi, "id-perms");
        if (perms != null && perms.childText("enable").equals("false")) {
            return missing("admin state up");
        }
        List<Node> networks = graph.neighbours(vmi.id(), "virtual-network");
        if (networks.isEmpty()) {
            return missing("its virtual-network");
        }
        Node network = networks.get(0);
        String instance = instance(vmi, network);
        if (instance == null) {
            return missing("its routing-instance");
        }
        MacAddress mac = mac(vmi, port.mac());
        ImmutableList<Address> addresses = addresses(vmi, mac);
        if (addresses.isEmpty()) {
            return missing("its instance-ip");
        }
        return new Outcome(
                new InterfaceConfig(
                        port,
                        network.id().name(),
                        instance,
                        mac,
                        addresses,
                        !text(vmi, "virtual-machine-interface-disable-policy").equals("true"),
                        rules.groups(vmi),
                        fixedPreference(vmi),
                        FatFlowReader.read(
                                child(vmi, "virtual-machine-interface-fat-flow-protocols"),
                                child(network, "virtual-network-fat-flow-protocols")),
                        HashFieldsReader.read(child(vmi, HASH_FIELDS)),
                        MirrorReader.read(child(vmi, "virtual-machine-interface-properties"))),
                "");
    }

    /** The networks that have a routing instance. */
    List<NetworkConfig> networks() {
        var found = new ArrayList<NetworkConfig>();
        boolean configured = graph.nodes("global-vrouter-config").stream()
                .anyMatch(settings ->
                        text(settings, "vxlan-network-identifier-mode").equals("configured"));
        for (Node network : graph.nodes("virtual-network")) {
            String instance = primaryInstance(network);
            if (instance != null) {
                found.add(new NetworkConfig(
                        network.id().name(),
                        instance,
                        number(text(network, "virtual-network-network-id")),
                        vni(network, configured),
                        subnets(network),
                        forwarding(network),
                        text(network, "flood-unknown-unicast").equals("true"),
                        hashFields(network),
                        rules.policy(network)));
            }
        }
        return found;
    }

    /** The interfaces of the graph by their id, which is in their properties, or else at the end of their name. */
    private Map<UUID, Node> interfaceNodes() {
        var byId = new HashMap<UUID, Node>();
        for (Node node : graph.nodes("virtual-machine-interface")) {
            XmlElement perms = child(node, "id-perms");
            XmlElement uuid = perms == null ? null : perms.child("uuid");
            String name = node.id().name();
            try {
                byId.put(
                        uuid == null
                                ? UUID.fromString(name.substring(name.lastIndexOf(':') + 1))
                                : new UUID(half(uuid, "uuid-mslong"), half(uuid, "uuid-lslong")),
                        node);
            } catch (IllegalArgumentException e) {
                LOG.warn("config node={} has no usable id: {}", name, e.getMessage());
            }
        }
        return byId;
    }

    /** Half a UUID: the schema has it unsigned, some write it signed. */
    private static long half(XmlElement uuid, String name) {
        String text = uuid.childText(name);
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }

    /** The encapsulations that the system prefers, the first one first; empty if it says nothing of them. */
    ImmutableList<Encapsulation> encapsulationPriorities() {
        var found = ImmutableList.<Encapsulation>builder();
        for (Node settings : graph.nodes("global-vrouter-config")) {
            XmlElement list = child(settings, "encapsulation-priorities");
            for (XmlElement entry : list == null ? ImmutableList.<XmlElement>of() : list.children()) {
                Encapsulation known = TunnelChoice.encapsulation(entry.text().strip());
                if (known == null) {
                    LOG.warn("config ignored encapsulation {}", entry.text());
                } else {
                    found.add(known);
                }
            }
        }
        return found.build();
    }

    /** A network's own, else the system's, else all. */
    private HashFields hashFields(Node network) {
        HashFields own = HashFieldsReader.read(child(network, HASH_FIELDS));
        for (Node settings : graph.nodes("global-vrouter-config")) {
            own = own == null ? HashFieldsReader.read(child(settings, HASH_FIELDS)) : own;
        }
        return own == null ? HashFields.ALL : own;
    }

    private static int vni(Node network, boolean configured) {
        XmlElement properties = child(network, "virtual-network-properties");
        String given = configured && properties != null ? properties.childText("vxlan-network-identifier") : "";
        int vni = number(given) > 0 ? number(given) : number(text(network, "virtual-network-network-id"));
        return vni <= MOST_VNI ? vni : 0;
    }

    private static Forwarding forwarding(Node network) {
        XmlElement properties = child(network, "virtual-network-properties");
        return Forwarding.of(properties == null ? "" : properties.childText("forwarding-mode"));
    }

    private @Nullable String instance(Node vmi, Node network) {
        for (Node attribute : graph.neighbours(vmi.id(), "virtual-machine-interface-routing-instance")) {
            for (Node instance : graph.neighbours(attribute.id(), "routing-instance")) {
                return instance.id().name();
            }
        }
        return primaryInstance(network);
    }

    /** The network's own instance, called as the network with its last part twice; else the first one. */
    private @Nullable String primaryInstance(Node network) {
        String name = network.id().name();
        String primary = name + name.substring(name.lastIndexOf(':'));
        List<String> instances = graph.neighbours(network.id(), "routing-instance").stream()
                .map(node -> node.id().name())
                .toList();
        return instances.contains(primary) ? primary : instances.isEmpty() ? null : instances.get(0);
    }

    private static MacAddress mac(Node vmi, MacAddress fallback) {
        XmlElement list = child(vmi, "virtual-machine-interface-mac-addresses");
        String text = list == null ? "" : list.childText("mac-address");
        try {
            return text.isEmpty() ? fallback : MacAddress.parse(text);
        } catch (IllegalArgumentException e) {
            LOG.warn("config node={} ignored mac-address: {}", vmi.id().name(), e.getMessage());
            return fallback;
        }
    }

    private ImmutableList<Address> addresses(Node vmi, MacAddress mac) {
        var addresses = new ArrayList<Address>();
        for (Node instanceIp : graph.neighbours(vmi.id(), "instance-ip")) {
            try {
                IpAddress address = IpAddress.parse(text(instanceIp, "instance-ip-address"));
                boolean activeActive = text(instanceIp, "instance-ip-mode").equals("active-active");
                addresses.add(new Address(IpPrefix.host(address), mac, activeActive));
            } catch (IllegalArgumentException e) {
                LOG.warn("config node={} ignored: {}", instanceIp.id().name(), e.getMessage());
            }
        }
        addresses.sort(
                Comparator.comparing((Address address) -> !address.prefix().isV4())
                        .thenComparing(Address::prefix));
        if (!addresses.isEmpty()) {
            allowedPairs(vmi, addresses);
        }
        return ImmutableList.copyOf(addresses);
    }

    private static void allowedPairs(Node vmi, List<Address> addresses) {
        XmlElement list = child(vmi, "virtual-machine-interface-allowed-address-pairs");
        for (XmlElement pair : list == null ? ImmutableList.<XmlElement>of() : list.children()) {
            XmlElement ip = pair.child("ip");
            if (ip == null) {
                continue;
            }
            try {
                IpAddress address = IpAddress.parse(ip.childText("ip-prefix"));
                String length = ip.childText("ip-prefix-len");
                String mac = pair.childText("mac");
                addresses.add(new Address(
                        IpPrefix.containing(address, length.isEmpty() ? address.bits() : Integer.parseInt(length)),
                        mac.isEmpty() ? null : MacAddress.parse(mac),
                        pair.childText("address-mode").equals("active-active")));
            } catch (IllegalArgumentException e) {
                LOG.warn("config node={} ignored an address pair: {}", vmi.id().name(), e.getMessage());
            }
        }
    }

    private static int fixedPreference(Node vmi) {
        XmlElement properties = child(vmi, "virtual-machine-interface-properties");
        return properties == null ? 0 : number(properties.childText("local-preference"));
    }

    private ImmutableList<Subnet> subnets(Node network) {
        var subnets = ImmutableList.<Subnet>builder();
        for (Node attribute : graph.neighbours(network.id(), "virtual-network-network-ipam")) {
            attribute.properties().forEach(element -> collectSubnets(element, subnets));
        }
        return subnets.build();
    }

    private static void collectSubnets(XmlElement element, ImmutableList.Builder<Subnet> subnets) {
        XmlElement subnet = element.child("subnet");
        if (subnet == null) {
            element.children().forEach(child -> collectSubnets(child, subnets));
            return;
        }
        try {
            IpAddress address = IpAddress.parse(subnet.childText("ip-prefix"));
            IpPrefix prefix = IpPrefix.containing(address, Integer.parseInt(subnet.childText("ip-prefix-len")));
            subnets.add(new Subnet(
                    prefix,
                    address(element.childText("default-gateway")),
                    address(element.childText("dns-server-address")),
                    !element.childText("enable-dhcp").equals("false")));
        } catch (IllegalArgumentException e) {
            LOG.warn("config ignored a subnet: {}", e.getMessage());
        }
    }

    private static @Nullable IpAddress address(String text) {
        IpAddress address = text.isEmpty() ? null : IpAddress.parse(text);
        boolean none = address == null || address.toString().equals("0.0.0.0");
        return none ? null : address;
    }

    private static @Nullable XmlElement child(Node node, String name) {
        for (XmlElement property : node.properties()) {
            if (property.name().equals(name)) {
                return property;
            }
        }
        return null;
    }

    private static String text(Node node, String name) {
        XmlElement property = child(node, name);
        return property == null ? "" : property.text().strip();
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static Outcome missing(String what) {
        return new Outcome(null, what);
    }
}
