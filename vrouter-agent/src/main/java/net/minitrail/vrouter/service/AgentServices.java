package net.minitrail.vrouter.service;

import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.packet.DnsMessage;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.IcmpMessage;
import net.minitrail.net.packet.Icmpv6Message;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.Ipv6Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.vrouter.forwarding.Datapath;
import net.minitrail.vrouter.forwarding.RoutedPacket;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.Subnet;
import org.jspecify.annotations.Nullable;

/** Answers packets that the vRouter sends up. Confined to the routing loop. */
public final class AgentServices implements Datapath.Agent {
    private final Agent agent;
    private final VRouter vrouter;
    private final Consumer<Runnable> later;
    private final MetadataService metadata;
    private final DhcpServer dhcp = new DhcpServer();
    private @Nullable Datapath datapath;
    private int identification = 1;

    /** Answers go out after the packet at hand, so that they do not nest in their questions. */
    public AgentServices(Agent agent, VRouter vrouter, RoutingLoop loop) {
        this.agent = agent;
        this.vrouter = vrouter;
        this.later = loop::execute;
        this.metadata = new MetadataService(loop, agent, vrouter, this::answerAsHost);
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
        try {
            if (packet.isV4()) {
                forAgent(vrf, Ipv4Packet.decode(packet.octets()));
            } else {
                forAgent(vrf, Ipv6Packet.decode(packet.octets()));
            }
        } catch (MalformedPacketException e) {
            return; // a broken header or a wrong checksum gets no answer
        }
    }

    @Override
    public void forHost(RoutedPacket packet) {
        try {
            if (packet.isV4()) {
                metadata.receive(Ipv4Packet.decode(packet.octets()));
            }
        } catch (MalformedPacketException e) {
            return; // as above
        }
    }

    private void answerAsHost(Ipv4Packet packet) {
        later.accept(() -> {
            Datapath now = datapath;
            try {
                if (now != null) {
                    now.fromHost(RoutedPacket.of(packet.encode()));
                }
            } catch (MalformedPacketException e) {
                throw new IllegalStateException("an answer of our own is malformed", e);
            }
        });
    }

    @Override
    public void dhcp(Vif vif, EthernetFrame frame) {
        later.accept(() -> {
            OperInterface oper = agent.interfaceOf(vif);
            Datapath now = datapath;
            try {
                byte[] answer = oper == null ? null : dhcp.answer(oper, frame);
                if (answer != null && now != null) {
                    now.deliver(vif, answer);
                }
            } catch (MalformedPacketException e) {
                return; // RFC 2131 has no answer for what is no DHCP
            }
        });
    }

    private void forAgent(Vrf vrf, Ipv4Packet request) throws MalformedPacketException {
        if (request.protocol() == Ipv4Packet.UDP) {
            forAgent(vrf, request, UdpDatagram.decode(request.payload()));
            return;
        }
        if (request.protocol() == Ipv4Packet.ICMP) {
            IcmpMessage message = IcmpMessage.decode(request.payload());
            if (message.type() == IcmpMessage.ECHO_REQUEST) {
                send(vrf, request.destination(), request.source(), message.echoReply());
            }
        }
    }

    private void forAgent(Vrf vrf, Ipv4Packet request, UdpDatagram datagram) throws MalformedPacketException {
        OperVrf oper = agent.vrf(vrf.name());
        boolean served = oper != null
                && oper.subnets().stream()
                        .anyMatch(subnet -> request.destination().equals(subnet.service()));
        if (oper == null || !served || datagram.destinationPort() != DnsMessage.PORT) {
            return;
        }
        DnsMessage question = DnsMessage.decode(datagram.payload());
        if (!question.response()) {
            byte[] answer = NameServer.answer(oper, question).encode();
            byte[] reply = new UdpDatagram(DnsMessage.PORT, datagram.sourcePort(), answer)
                    .encode(request.destination(), request.source());
            send(
                    vrf,
                    Ipv4Packet.of(Ipv4Packet.UDP, request.destination(), request.source(), identification++, reply)
                            .encode());
        }
    }

    private void forAgent(Vrf vrf, Ipv6Packet request) throws MalformedPacketException {
        if (request.nextHeader() == Ipv6Packet.ICMPV6) {
            Icmpv6Message message = Icmpv6Message.decode(request);
            if (message.type() == Icmpv6Message.ECHO_REQUEST) {
                send(vrf, Ipv6Packet.icmp(request.destination(), request.source(), message.echoReply()));
            }
        }
    }

    @Override
    public void ttlExceeded(Vrf vrf, RoutedPacket packet) {
        OperVrf oper = agent.vrf(vrf.name());
        if (oper == null) {
            return;
        }
        for (Subnet subnet : oper.subnets()) {
            if (subnet.gateway() != null && subnet.prefix().contains(packet.source())) {
                ttlExceeded(vrf, packet, subnet.gateway());
                return;
            }
        }
    }

    private void ttlExceeded(Vrf vrf, RoutedPacket packet, IpAddress gateway) {
        try {
            if (gateway instanceof Ipv4Address from) {
                Ipv4Packet late = Ipv4Packet.decode(packet.octets());
                if (!isIcmpError(late)) {
                    send(vrf, from, late.source(), IcmpMessage.error(IcmpMessage.TIME_EXCEEDED, 0, 0, late));
                }
            } else {
                Ipv6Packet late = Ipv6Packet.decode(packet.octets());
                if (!isIcmpError(late)) {
                    var error = Icmpv6Message.error(Icmpv6Message.TIME_EXCEEDED, 0, late);
                    send(vrf, Ipv6Packet.icmp((Ipv6Address) gateway, late.source(), error));
                }
            }
        } catch (MalformedPacketException e) {
            return; // a guest's broken header gets no answer
        }
    }

    /** RFC 1122 section 3.2.2: no error about an error. */
    private static boolean isIcmpError(Ipv4Packet packet) {
        boolean icmp = packet.protocol() == Ipv4Packet.ICMP && packet.payload().length > 0;
        int type = icmp ? packet.payload()[0] : IcmpMessage.ECHO_REQUEST;
        return icmp && type != IcmpMessage.ECHO_REQUEST && type != IcmpMessage.ECHO_REPLY;
    }

    /** RFC 4443 section 2.4 e. */
    private static boolean isIcmpError(Ipv6Packet packet) throws MalformedPacketException {
        return packet.nextHeader() == Ipv6Packet.ICMPV6
                && Icmpv6Message.decode(packet).isError();
    }

    private void send(Vrf vrf, Ipv4Address from, Ipv4Address to, IcmpMessage message) {
        send(
                vrf,
                Ipv4Packet.of(Ipv4Packet.ICMP, from, to, identification++, message.encode())
                        .encode());
    }

    private void send(Vrf vrf, Ipv6Packet packet) {
        send(vrf, packet.encode());
    }

    private void send(Vrf vrf, byte[] octets) {
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
}
