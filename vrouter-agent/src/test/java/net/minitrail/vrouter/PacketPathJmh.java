package net.minitrail.vrouter;

import java.util.concurrent.TimeUnit;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.net.packet.VxlanPacket;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowFields;
import net.minitrail.vrouter.flow.FlowKey;
import net.minitrail.vrouter.forwarding.Datapath;
import net.minitrail.vrouter.forwarding.RoutedPacket;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.oper.Whereabouts;
import net.minitrail.vrouter.policy.FlowSetup;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Packets a second through the forwarding plane, from the frame on one side to the octets on the other, of a node with 200
 * guests and as many flows as {@code flows} says. Run with {@code -prof gc} it shows what a packet allocates. Frames have 106
 * octets, of which 64 are payload.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
public class PacketPathJmh {
    private static final int NETWORKS = 20;
    private static final int SESSIONS_OF_A_GUEST = 64;
    private static final Ipv4Address OTHER = Ipv4Address.parse("192.168.100.1");

    @Param({"25600", "100000"})
    private int flows;

    private ManyGuests guests;
    private Datapath datapath;
    private Vif vif;
    private byte[][] frames;
    private byte[] routed;
    private byte[] labelled;
    private byte[] vxlan;
    private FlowKey key;
    private long sent;
    private int next;

    /** Nobody but the counters hears of anything. */
    private static final class Deaf implements Datapath.Agent {
        @Override
        public void trafficSeen(Vif vif, IpAddress source) {}

        @Override
        public void forAgent(Vrf vrf, RoutedPacket packet) {}

        @Override
        public void dhcp(Vif vif, EthernetFrame frame) {}

        @Override
        public void forHost(RoutedPacket packet) {}

        @Override
        public void ttlExceeded(Vrf vrf, RoutedPacket packet) {}
    }

    /** Sessions from 1024 up exist already; a route of the first network leads into a tunnel. */
    @Setup
    public void prepare() throws MalformedPacketException {
        guests = new ManyGuests(NETWORKS);
        var node = guests.node;
        String instance = "default-domain:default-project:net-0:net-0";
        var prefix = IpPrefix.parse("100.100.100.100/32");
        node.agent.learn(0, 1, instance, prefix, ComputeNode.item(prefix.toString(), OTHER, 20, 100, 0));
        node.loop.runReady();
        guests.makeFlows(flows);
        datapath = new Datapath(
                node.vrouter,
                (name, frame) -> {},
                (tunnel, octets, inner) -> sent += octets.length,
                new Deaf(),
                new FlowSetup(node.vrouter, new Whereabouts(node.vrouter, node.agent), () -> {}),
                node.loop);
        vif = guests.vif(0);
        frames = new byte[SESSIONS_OF_A_GUEST][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = guests.frame(0, 1024 + i);
        }
        EthernetFrame bridged = EthernetFrame.decode(frames[0]);
        byte[] datagram = new UdpDatagram(1024, 9, new byte[64]).encode();
        Ipv4Address own = Ipv4Address.parse("10.0.0.3");
        Ipv4Address far = Ipv4Address.parse("100.100.100.100");
        byte[] out = Ipv4Packet.of(Ipv4Packet.UDP, own, far, 1, datagram).encode();
        byte[] in = Ipv4Packet.of(Ipv4Packet.UDP, far, own, 1, new UdpDatagram(9, 1024, new byte[64]).encode())
                .encode();
        routed = new EthernetFrame(Vif.VROUTER_MAC, bridged.source(), EthernetFrame.IPV4, out).encode();
        labelled = new MplsPacket(MplsEntry.only(17, 64), in).encode();
        vxlan = new VxlanPacket(100, new EthernetFrame(bridged.source(), bridged.destination(), 0x88B5, in).encode())
                .encode();
        key = FlowFields.of(out).key(vif.flowNextHop());
        datapath.fromGuest(vif, routed);
    }

    private byte[] frame() {
        next = (next + 1) % SESSIONS_OF_A_GUEST;
        return frames[next];
    }

    /** The key of a packet, and its flow among all others. */
    @Benchmark
    public Flow flowLookup() throws MalformedPacketException {
        byte[] frame = frame();
        RoutedPacket packet = RoutedPacket.of(EthernetFrame.decode(frame).payload());
        return guests.node.vrouter.flows().lookup(FlowFields.of(packet.octets()).key(vif.flowNextHop()));
    }

    /** The lookup alone. */
    @Benchmark
    public Flow flowLookupOfKey() {
        return guests.node.vrouter.flows().lookup(key);
    }

    /** From one guest to another of the node, in flow mode. */
    @Benchmark
    public void guestToGuest() {
        datapath.fromGuest(vif, frame());
    }

    /** From a guest by route, flow and label into MPLS over GRE. */
    @Benchmark
    public long guestToTunnel() {
        datapath.fromGuest(vif, routed);
        return sent;
    }

    /** From a label through its flow to the guest. */
    @Benchmark
    public void tunnelToGuest() {
        datapath.fromTunnel(Encapsulation.MPLS_OVER_UDP, OTHER, labelled);
    }

    /** From a network identifier to the guest with the frame's MAC, without a flow: it is no IP. */
    @Benchmark
    public void vxlanToGuest() {
        datapath.fromTunnel(Encapsulation.VXLAN, OTHER, vxlan);
    }
}
