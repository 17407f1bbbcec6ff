package net.minitrail.vrouter.service;

import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.policy.LinkLocal;
import net.minitrail.vrouter.tcp.TcpConnection;
import net.minitrail.vrouter.tcp.TcpStack;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service: tells a guest that calls 169.254.169.254 at port 80 who it is. The call arrives at the node's own
 * address, by a flow that also tells whose it is. Confined to the routing loop.
 */
final class MetadataService {
    private final Agent agent;
    private final LinkLocal linkLocal;
    private final TcpStack host;
    private int identification = 1;

    /** @param network takes the answers */
    MetadataService(RoutingLoop loop, Agent agent, VRouter vrouter, Consumer<Ipv4Packet> network) {
        this.agent = agent;
        this.linkLocal = new LinkLocal(vrouter);
        this.host = new TcpStack(
                loop,
                (source, destination, segment) -> network.accept(Ipv4Packet.of(
                        Ipv4Packet.TCP, (Ipv4Address) source, (Ipv4Address) destination, identification++, segment)),
                vrouter.address().value());
        host.listen(
                LinkLocal.SERVER_PORT, connection -> new MetadataConversation(connection, () -> caller(connection)));
    }

    /** Takes a packet for the node's address. */
    void receive(Ipv4Packet packet) throws MalformedPacketException {
        if (packet.protocol() == Ipv4Packet.TCP) {
            host.receive(packet.source(), packet.destination(), packet.payload());
        }
    }

    /** The port that calls, or null. */
    private @Nullable OperInterface caller(TcpConnection connection) {
        Vif vif = linkLocal.caller(connection.remotePort());
        return vif == null ? null : agent.interfaceOf(vif);
    }
}
