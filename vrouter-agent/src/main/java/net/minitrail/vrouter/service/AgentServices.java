package net.minitrail.vrouter.service;

import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.IcmpMessage;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.vrouter.forwarding.Datapath;
import net.minitrail.vrouter.forwarding.RoutedPacket;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.Subnet;
import org.jspecify.annotations.Nullable;

/** Answers packets that the vRouter sends up. Confined to the routing loop. */
public final class AgentServices implements Datapath.Agent {
    private final Agent agent;
    private final VRouter vrouter;
    private final Consumer<Runnable> later;
    private @Nullable Datapath datapath;
    private int identification = 1;

    /** @param later runs an action after the packet at hand, so that an answer does not nest in its question */
    public AgentServices(Agent agent, VRouter vrouter, Consumer<Runnable> later) {
        this.agent = agent;
        this.vrouter = vrouter;
        this.later = later;
    }

    /** Sets where answers go. */
    public void connect(Datapath newDatapath) {
        datapath = newDatapath;
    }

    @Override
    public void trafficSeen(Vif vif, IpAddress source) {
        later.accept(() -> agent.trafficSeen(vif, source));
    }

    @Override
    public void forAgent(Vrf vrf, RoutedPacket packet) {
        Ipv4Packet request = v4(packet);
        if (request == null || request.protocol() != Ipv4Packet.ICMP) {
            return;
        }
        try {
            IcmpMessage message = IcmpMessage.decode(request.payload());
            if (message.type() == IcmpMessage.ECHO_REQUEST) {
                send(vrf, request.destination(), request.source(), message.echoReply());
            }
        } catch (MalformedPacketException e) {
            return; // a wrong checksum gets no answer
        }
    }

    @Override
    public void ttlExceeded(Vrf vrf, RoutedPacket packet) {
        Ipv4Packet late = v4(packet);
        OperVrf oper = agent.vrf(vrf.name());
        if (late == null || oper == null || isIcmpError(late)) {
            return;
        }
        for (Subnet subnet : oper.subnets()) {
            if (subnet.gateway() instanceof Ipv4Address gateway
                    && subnet.prefix().contains(late.source())) {
                send(vrf, gateway, late.source(), IcmpMessage.error(IcmpMessage.TIME_EXCEEDED, 0, 0, late));
                return;
            }
        }
    }

    /** RFC 1122 section 3.2.2: no error about an error. */
    private static boolean isIcmpError(Ipv4Packet packet) {
        boolean icmp = packet.protocol() == Ipv4Packet.ICMP && packet.payload().length > 0;
        int type = icmp ? packet.payload()[0] : IcmpMessage.ECHO_REQUEST;
        return icmp && type != IcmpMessage.ECHO_REQUEST && type != IcmpMessage.ECHO_REPLY;
    }

    private void send(Vrf vrf, Ipv4Address from, Ipv4Address to, IcmpMessage message) {
        byte[] octets = Ipv4Packet.of(Ipv4Packet.ICMP, from, to, identification++, message.encode())
                .encode();
        later.accept(() -> {
            Datapath now = datapath;
            try {
                if (now != null) {
                    now.route(vrf, RoutedPacket.of(octets), vrouter.vifs().agent());
                }
            } catch (MalformedPacketException e) {
                throw new IllegalStateException("an answer of our own is malformed", e);
            }
        });
    }

    private static @Nullable Ipv4Packet v4(RoutedPacket packet) {
        try {
            return packet.isV4() ? Ipv4Packet.decode(packet.octets()) : null;
        } catch (MalformedPacketException e) {
            return null; // a guest's broken header gets no answer
        }
    }
}
