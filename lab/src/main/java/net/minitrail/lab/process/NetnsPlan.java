package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import net.minitrail.gateway.forwarding.Forwarder;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.net.Ipv4Address;
import net.minitrail.vrouter.oper.TunnelChoice;

/**
 * What netns wiring consists of: a namespace a node, {@code mt-LAB-NODE}, with one interface that has the node's address; and
 * the namespace {@code mt-LAB} with the bridge that all of them are plugged into. The launcher's own namespace has no part in
 * it.
 *
 * @param namespaces to add, in this order
 * @param wires the words after {@code ip -n} of what comes then, in this order
 */
record NetnsPlan(ImmutableList<String> namespaces, ImmutableList<String> wires) {
    private static final int LONGEST_MASK = 24;
    /** As large as a data centre's fabric has it: a tunnel adds 28 octets to the 1500 of a guest. */
    private static final int MTU = 9000;

    static String namespace(Lab lab, String node) {
        return "mt-" + lab.name() + "-" + node;
    }

    static NetnsPlan of(Lab lab) {
        String fabric = "mt-" + lab.name();
        int mask = mask(lab.nodes().values());
        ImmutableList.Builder<String> namespaces = ImmutableList.builder();
        ImmutableList.Builder<String> wires = ImmutableList.builder();
        namespaces.add(fabric);
        wires.add(fabric + " link add fabric mtu " + MTU + " type bridge");
        wires.add(fabric + " link set fabric addrgenmode none up");
        int number = 1;
        for (LabNode node : lab.nodes().values()) {
            String own = namespace(lab, node.name());
            String port = "port" + number++;
            String name = interfaceName(node);
            namespaces.add(own);
            wires.add("%s link add %s mtu %d type veth peer name %s address %s mtu %d netns %s"
                    .formatted(fabric, port, MTU, name, TunnelChoice.fabricMac(node.address()), MTU, own));
            wires.add(fabric + " link set " + port + " master fabric addrgenmode none up");
            wires.add(own + " link set lo up");
            wires.add(own + " address add " + node.address() + "/" + mask + " dev " + name);
            wires.add(own + " link set " + name + " addrgenmode none up");
        }
        return new NetnsPlan(namespaces.build(), wires.build());
    }

    /** As the node itself calls it; Linux takes no slash in a name. */
    private static String interfaceName(LabNode node) {
        return switch (node.kind()) {
            case VROUTER_AGENT -> "eth1";
            case SDN_GATEWAY -> Forwarder.PHYSICAL.replace('/', '-');
            default -> "eth0";
        };
    }

    /** The longest mask, 24 at most, under which all nodes are neighbors. */
    private static int mask(Collection<LabNode> nodes) {
        int length = LONGEST_MASK;
        Ipv4Address first = nodes.iterator().next().address();
        for (LabNode node : nodes) {
            length = Math.min(
                    length,
                    Integer.numberOfLeadingZeros(first.value() ^ node.address().value()));
        }
        return length;
    }
}
