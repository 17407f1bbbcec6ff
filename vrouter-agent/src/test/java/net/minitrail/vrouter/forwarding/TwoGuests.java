package net.minitrail.vrouter.forwarding;

import java.time.Duration;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.IcmpMessage;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.vrouter.ComputeNode;

/** Two guests of a node that have talked to each other, and packets of theirs. */
abstract class TwoGuests {
    static final MacAddress VM1 = MacAddress.parse("02:61:af:9b:59:35");
    static final MacAddress VM2 = MacAddress.parse("02:7b:00:00:00:00");
    static final MacAddress NOBODY = MacAddress.parse("02:00:00:00:00:99");
    static final Ipv4Address ONE = Ipv4Address.parse("192.168.1.3");
    static final Ipv4Address TWO = Ipv4Address.parse("192.168.1.4");
    static final int GOOD_LABEL = 17;
    static final int VNI = 5;

    final ComputeNode node = new ComputeNode();

    {
        node.addGuest("vm1", "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", ONE.toString());
        node.addGuest("vm2", "7b000000-0000-4000-8000-000000000002", TWO.toString());
        node.learn("100.100.100.100/32", 20);
        node.pingFrom("vm1", TWO.toString());
        node.loop.advance(Duration.ofSeconds(2));
    }

    void fromGateway(Ipv4Packet packet) {
        node.fromTunnel(ComputeNode.GATEWAY, new MplsPacket(MplsEntry.only(GOOD_LABEL, 64), packet.encode()));
    }

    Vif vif() {
        return node.vrouter.vifs().fixed(3);
    }

    long drops(DropReason reason) {
        return node.vrouter.drops(reason);
    }

    static byte[] frame(MacAddress to, MacAddress from, byte[] packet) {
        return new EthernetFrame(to, from, EthernetFrame.IPV4, packet).encode();
    }

    static byte[] ping() {
        return packet(
                Ipv4Packet.ICMP, TWO, IcmpMessage.echoRequest(1, 1, new byte[8]).encode());
    }

    static byte[] packet(int protocol, Ipv4Address to, byte[] payload) {
        return Ipv4Packet.of(protocol, ONE, to, 1, payload).encode();
    }

    static byte[] fragment(int field, byte[] payload) {
        return new Ipv4Packet(0, 7, field, 64, Ipv4Packet.UDP, ONE, TWO, payload).encode();
    }

    static byte[] labelled(int label, int ttl, byte[] payload) {
        return new MplsPacket(MplsEntry.only(label, ttl), payload).encode();
    }
}
