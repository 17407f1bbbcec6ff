package net.minitrail.net.wiretap;

import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.TcpSegment;

/**
 * The TCP segments that a conversation would consist of, from what each side says. Sequence numbers begin at 1 when watching
 * begins and go on without gaps, so that a dissector can follow the stream. Confined to the session's event loop.
 */
final class TcpConversation {
    private static final int LARGEST_SEGMENT = 1448;

    private final Side local;
    private final Side remote;
    private final Consumer<byte[]> frames;
    private int identification;

    private static final class Side {
        final Ipv4Address address;
        final int port;
        final MacAddress mac;
        int next = 1;

        Side(Ipv4Address address, int port) {
            this.address = address;
            this.port = port;
            this.mac = new MacAddress(0x0200_0000_0000L | Integer.toUnsignedLong(address.value()));
        }
    }

    TcpConversation(Ipv4Address local, int localPort, Ipv4Address remote, int remotePort, Consumer<byte[]> frames) {
        this.local = new Side(local, localPort);
        this.remote = new Side(remote, remotePort);
        this.frames = frames;
    }

    void sent(byte[] octets) {
        segments(local, remote, octets);
    }

    void received(byte[] octets) {
        segments(remote, local, octets);
    }

    private void segments(Side from, Side to, byte[] octets) {
        for (int at = 0; at < octets.length; at += LARGEST_SEGMENT) {
            byte[] part = java.util.Arrays.copyOfRange(octets, at, Math.min(octets.length, at + LARGEST_SEGMENT));
            var segment = new TcpSegment(
                    from.port, to.port, from.next, to.next, TcpSegment.ACK | TcpSegment.PSH, 65_535, part);
            from.next += part.length;
            byte[] packet = Ipv4Packet.of(
                            Ipv4Packet.TCP,
                            from.address,
                            to.address,
                            identification++,
                            segment.encode(from.address, to.address))
                    .encode();
            frames.accept(new EthernetFrame(to.mac, from.mac, EthernetFrame.IPV4, packet).encode());
        }
    }
}
