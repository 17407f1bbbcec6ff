package net.minitrail.vrouter.service;

import java.util.Map;
import java.util.TreeMap;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.packet.DhcpMessage;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.Subnet;
import org.jspecify.annotations.Nullable;

/**
 * Gives each port its address by DHCP, as the configuration has it, with its subnet's gateway and the service address as
 * server and DNS server. A lease has no end, since the address does not change while the port is there. Confined to the
 * routing loop.
 */
final class DhcpServer {
    private static final byte[] FOR_EVER = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
    private static final Ipv4Address ALL = Ipv4Address.parse("255.255.255.255");
    private static final int TTL = 128;

    /** The frame that answers a frame of a port; null where nothing is to be said. */
    byte @Nullable [] answer(OperInterface oper, EthernetFrame frame) throws MalformedPacketException {
        Ipv4Packet packet = Ipv4Packet.decode(frame.payload());
        DhcpMessage request =
                DhcpMessage.decode(UdpDatagram.decode(packet.payload()).payload());
        Subnet subnet = subnet(oper);
        boolean ours = frame.source().equals(oper.mac()) && request.mac().equals(oper.mac());
        if (request.reply() || !ours || subnet == null || !(subnet.service() instanceof Ipv4Address server)) {
            return null;
        }
        DhcpMessage reply = reply(request, oper, subnet, server);
        return reply == null ? null : frame(reply, oper, server);
    }

    private static @Nullable DhcpMessage reply(
            DhcpMessage request, OperInterface oper, Subnet subnet, Ipv4Address server) {
        return switch (request.type()) {
            case DhcpMessage.DISCOVER -> lease(request, DhcpMessage.OFFER, oper, subnet, server);
            case DhcpMessage.INFORM -> lease(request, DhcpMessage.ACK, oper, subnet, server);
            case DhcpMessage.REQUEST -> {
                Ipv4Address asked = request.address(DhcpMessage.REQUESTED);
                Ipv4Address wanted = asked == null ? request.client() : asked;
                Ipv4Address other = request.address(DhcpMessage.SERVER);
                if (other != null && !other.equals(server)) {
                    yield null; // another server's offer was chosen (RFC 2131 section 4.3.2)
                }
                yield wanted.equals(oper.vif().address())
                        ? lease(request, DhcpMessage.ACK, oper, subnet, server)
                        : refusal(request, server);
            }
            default -> null;
        };
    }

    private static DhcpMessage lease(
            DhcpMessage request, int type, OperInterface oper, Subnet subnet, Ipv4Address server) {
        Ipv4Address address = oper.vif().address();
        var prefix = (Ipv4Prefix) subnet.prefix();
        Map<Integer, byte[]> options = options(type, server);
        options.put(DhcpMessage.SUBNET_MASK, DhcpMessage.value(new Ipv4Address(Ipv4Prefix.mask(prefix.length()))));
        options.put(DhcpMessage.BROADCAST, DhcpMessage.value(prefix.broadcast()));
        options.put(DhcpMessage.DNS_SERVER, DhcpMessage.value(server));
        options.put(DhcpMessage.HOST_NAME, DhcpMessage.value(oper.port().displayName()));
        if (subnet.gateway() instanceof Ipv4Address gateway) {
            options.put(DhcpMessage.ROUTER, DhcpMessage.value(gateway));
        }
        boolean informs = request.type() == DhcpMessage.INFORM;
        if (!informs) {
            options.put(DhcpMessage.LEASE_SECONDS, FOR_EVER);
        }
        return answer(request, informs ? Ipv4Address.ANY : address, options);
    }

    private static DhcpMessage refusal(DhcpMessage request, Ipv4Address server) {
        Map<Integer, byte[]> options = options(DhcpMessage.NAK, server);
        options.put(DhcpMessage.MESSAGE, DhcpMessage.value("not the address of this port"));
        return answer(request, Ipv4Address.ANY, options);
    }

    private static Map<Integer, byte[]> options(int type, Ipv4Address server) {
        var options = new TreeMap<Integer, byte[]>();
        options.put(DhcpMessage.TYPE, new byte[] {(byte) type});
        options.put(DhcpMessage.SERVER, DhcpMessage.value(server));
        return options;
    }

    private static DhcpMessage answer(DhcpMessage request, Ipv4Address yours, Map<Integer, byte[]> options) {
        return new DhcpMessage(
                true, request.transaction(), request.broadcast(), request.client(), yours, request.mac(), options);
    }

    private static byte[] frame(DhcpMessage reply, OperInterface oper, Ipv4Address server) {
        boolean toAll = reply.broadcast() || reply.yours().value() == 0;
        Ipv4Address to = toAll ? ALL : reply.yours();
        byte[] datagram =
                new UdpDatagram(DhcpMessage.SERVER_PORT, DhcpMessage.CLIENT_PORT, reply.encode()).encode(server, to);
        byte[] packet = Ipv4Packet.of(Ipv4Packet.UDP, server, to, 0, datagram)
                .withTtl(TTL)
                .encode();
        return new EthernetFrame(oper.mac(), Vif.VROUTER_MAC, EthernetFrame.IPV4, packet).encode();
    }

    private static @Nullable Subnet subnet(OperInterface oper) {
        for (Subnet subnet : oper.vrf().subnets()) {
            if (subnet.dhcp() && subnet.prefix().contains(oper.vif().address())) {
                return subnet;
            }
        }
        return null;
    }
}
