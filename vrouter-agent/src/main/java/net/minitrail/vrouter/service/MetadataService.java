package net.minitrail.vrouter.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.tcp.TcpStack;
import org.jspecify.annotations.Nullable;

/**
 * The link-local metadata service: tells a guest that calls 169.254.169.254 at port 80 who it is. Each network has a host of
 * its own here, as addresses are those of the network. Confined to the routing loop.
 */
final class MetadataService {
    static final Ipv4Address ADDRESS = Ipv4Address.parse("169.254.169.254");
    private static final int PORT = 80;

    private final RoutingLoop loop;
    private final Agent agent;
    private final Network network;
    private final Map<Vrf, TcpStack> hosts = new HashMap<>();
    private int identification = 1;

    /** Where packets go. */
    interface Network {
        void send(Vrf vrf, byte[] packet);
    }

    MetadataService(RoutingLoop loop, Agent agent, Network network) {
        this.loop = loop;
        this.agent = agent;
        this.network = network;
    }

    /** Takes a TCP packet for the service. */
    void receive(Vrf vrf, Ipv4Packet packet) throws MalformedPacketException {
        hosts.keySet().removeIf(known -> agent.vrf(known.name()) == null);
        hosts.computeIfAbsent(vrf, this::host).receive(packet.source(), packet.destination(), packet.payload());
    }

    private TcpStack host(Vrf vrf) {
        var stack = new TcpStack(
                loop,
                (source, destination, segment) -> network.send(
                        vrf,
                        Ipv4Packet.of(
                                        Ipv4Packet.TCP,
                                        (Ipv4Address) source,
                                        (Ipv4Address) destination,
                                        identification++,
                                        segment)
                                .encode()),
                vrf.index());
        stack.listen(PORT, connection -> new MetadataConversation(connection, () -> caller(vrf, connection.remote())));
        return stack;
    }

    /** The port with this address, or null. */
    private @Nullable OperInterface caller(Vrf vrf, IpAddress address) {
        OperVrf oper = agent.vrf(vrf.name());
        for (OperInterface one : oper == null ? List.<OperInterface>of() : oper.interfaces()) {
            if (one.vif().address().equals(address)) {
                return one;
            }
        }
        return null;
    }
}
