package net.minitrail.lab.process;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.NodeKind;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.underlay.Wiring;

/**
 * Where the nodes' sockets are. On netns wiring that is their protocol addresses, and N is 0. On loopback wiring it is {@code
 * 127.N.y.z}, where N is the lab's own and y.z are the last two octets of the
 * node's protocol address (or the next free ones, if two nodes share those).
 *
 * @param network N, 0 to 254
 * @param transports by node name
 */
public record TransportPlan(int network, ImmutableMap<String, Ipv4Address> transports) {
    private static final int LAST = 254;
    private static final int BGP = 1179;
    private static final int XMPP = 5269;
    private static final int API = 8082;
    private static final int GOBGP_API = 50051;
    private static final int[] TUNNEL_PORTS = {4754, 6635};

    /**
     * Takes the first N that no running lab has, no other launcher claims, and on whose addresses the nodes' ports are free.
     *
     * @param claim to hold until the nodes listen
     * @throws LabException if a fixed transport address is taken, or no N is left
     */
    static TransportPlan choose(Lab lab, ImmutableSet<Integer> taken, NetworkClaim claim) {
        if (lab.wiring() == Wiring.NETNS) {
            return of(lab, 0);
        }
        for (int network = 1; network <= LAST; network++) {
            if (taken.contains(network) || !claim.moveTo(network)) {
                continue;
            }
            TransportPlan plan = of(lab, network);
            boolean free = true;
            for (LabNode node : lab.nodes().values()) {
                Ipv4Address transport = plan.at(node.name());
                boolean nodeFree = node.kind() == NodeKind.EXTERNAL || isFree(node.kind(), transport);
                if (!nodeFree && node.transport() != null) {
                    throw new LabException(
                            ErrorCode.NO_FREE_LOOPBACK,
                            "transport " + transport + " of '" + node.name() + "' is in use",
                            "another process listens on one of its ports, or the address is not this machine's");
                }
                free &= nodeFree;
            }
            if (free) {
                return plan;
            }
        }
        throw new LabException(ErrorCode.NO_FREE_LOOPBACK, "none of 127.1.0.0 to 127.254.0.0 is free", null);
    }

    static TransportPlan of(Lab lab, int network) {
        if (lab.wiring() == Wiring.NETNS) {
            return new TransportPlan(network, ImmutableMap.copyOf(Maps.transformValues(lab.nodes(), LabNode::address)));
        }
        Map<String, Ipv4Address> transports = new LinkedHashMap<>();
        Set<Ipv4Address> used = new HashSet<>();
        for (LabNode node : lab.nodes().values()) {
            if (node.transport() != null) {
                used.add(node.transport());
            }
        }
        for (LabNode node : lab.nodes().values()) {
            Ipv4Address transport = node.transport();
            int low = node.address().value() & 0xFFFF;
            while (transport == null) {
                Ipv4Address candidate = new Ipv4Address(127 << 24 | network << 16 | low);
                low = low + 1 & 0xFFFF;
                if (used.add(candidate)) {
                    transport = candidate;
                }
            }
            transports.put(node.name(), transport);
        }
        return new TransportPlan(network, ImmutableMap.copyOf(transports));
    }

    public Ipv4Address at(String node) {
        Ipv4Address transport = transports.get(node);
        if (transport == null) {
            throw new IllegalArgumentException("no node '" + node + "'");
        }
        return transport;
    }

    private static boolean isFree(NodeKind kind, Ipv4Address transport) {
        int[] ports = switch (kind) {
            case CONTROLLER -> new int[] {BGP, XMPP, API, 8083};
            case VROUTER_AGENT -> new int[] {8085};
            case SDN_GATEWAY -> new int[] {BGP, 8086};
            case GOBGP -> new int[] {BGP, GOBGP_API};
            case FRR, BIRD, OPENBGPD, EXABGP -> new int[] {BGP};
            case EXTERNAL -> new int[0];
        };
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(transport.octets()), port));
            } catch (IOException e) {
                return false;
            }
        }
        return kind == NodeKind.CONTROLLER || kind.isSpeaker() || tunnelsAreFree(transport);
    }

    private static boolean tunnelsAreFree(Ipv4Address transport) {
        for (int port : TUNNEL_PORTS) {
            try {
                new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(transport.octets()), port)).close();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
