package net.minitrail.vrouter;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.IcmpMessage;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.runtime.CommandShell;
import net.minitrail.net.runtime.VirtualTimeLoop;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.net.underlay.TunnelPacket;
import net.minitrail.vrouter.cli.HostShell;
import net.minitrail.vrouter.cli.HostTools;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.flow.FlowAging;
import net.minitrail.vrouter.forwarding.Datapath;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.RoutedPacket;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.guest.Guests;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.vrouter.oper.TunnelChoice;
import net.minitrail.vrouter.oper.Whereabouts;
import net.minitrail.vrouter.policy.FlowSetup;
import net.minitrail.vrouter.policy.InterfaceFlows;
import net.minitrail.vrouter.service.AgentServices;
import net.minitrail.vrouter.service.ArpProbe;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;

/** A compute node without sockets, on virtual time: 192.168.100.3, with the MAC of the post's host. */
public final class ComputeNode {
    public static final String INSTANCE = "default-domain:default-project:test_vn:test_vn";
    public static final Ipv4Address GATEWAY = Ipv4Address.parse("192.168.100.1");

    public final VirtualTimeLoop loop;
    public final Ipv4Address address;
    public final VRouter vrouter;
    public final Agent agent;
    public final Guests guests;
    public final Datapath datapath;
    public final CaptureHub captures;
    public final List<Sent> sent = new ArrayList<>();
    public final List<byte[]> tapFrames = new ArrayList<>();
    private final LoopQuery query;
    private final HostShell shell;

    public ComputeNode() {
        this(
                Ipv4Address.parse("192.168.100.3"),
                MacAddress.parse("0c:c4:7a:4c:67:93"),
                new VirtualTimeLoop(),
                packet -> {});
    }

    /** A packet that left by a tunnel. */
    public record Sent(Tunnel tunnel, byte[] octets) {
        /** As the underlay gets it. */
        public TunnelPacket wire() {
            return new TunnelPacket(tunnel.encapsulation(), tunnel.source(), tunnel.destination(), 0, octets);
        }

        /** Of a labelled packet, label and payload. */
        public MplsPacket packet() {
            try {
                return MplsPacket.decode(wire().mpls());
            } catch (MalformedPacketException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A node that others may be reached from: {@code wire} takes what leaves it, with the address of the tunnel's end. */
    public ComputeNode(Ipv4Address own, MacAddress mac, VirtualTimeLoop loop, Consumer<TunnelPacket> wire) {
        this.loop = loop;
        this.address = own;
        vrouter = new VRouter("eth1", mac, own, 24);
        var tunnels = new TunnelChoice(
                own,
                mac,
                ImmutableList.of(Encapsulation.MPLS_OVER_GRE, Encapsulation.MPLS_OVER_UDP, Encapsulation.VXLAN));
        agent = new Agent(loop, vrouter, tunnels);
        var services = new AgentServices(agent, vrouter, loop);
        var flows = new FlowSetup(
                vrouter,
                new Whereabouts(vrouter, agent),
                new FlowAging(loop, vrouter.flows(), FlowAging.TIMEOUT)::watch);
        captures = new CaptureHub(() -> java.util.Set.of("eth1", "vhost0"));
        datapath = new Datapath(
                vrouter,
                (name, frame) -> tapFrames.add(frame),
                (Tunnel tunnel, byte[] octets, RoutedPacket inner) -> {
                    var one = new Sent(tunnel, octets);
                    sent.add(one);
                    wire.accept(one.wire());
                },
                services,
                flows,
                loop);
        services.connect(datapath);
        guests = new Guests(loop, datapath::fromGuest, Runnable::run, captures);
        agent.listen(guests);
        agent.listen(new ArpProbe(loop, datapath));
        agent.listen(new InterfaceFlows(vrouter.flows()));
        query = new LoopQuery(loop);
        shell = new HostShell("compute-1", HostTools.of("compute-1", vrouter, flows, 24, query, captures));
    }

    /** Announces a guest's port and its configuration in the network test_vn, 192.168.1.0/24. */
    public Port addGuest(String name, String id, String address) {
        return addGuest(name, id, address, Port.DEFAULT_PROFILE);
    }

    /** The same with another system than cirros. */
    public Port addGuest(String name, String id, String address, String profile) {
        UUID uuid = UUID.fromString(id);
        var port = new Port(uuid, uuid, name, Port.tapName(uuid), Port.macOf(uuid), null, null, profile);
        agent.addPort(port);
        agent.configure(TestConfig.network());
        agent.configure(TestConfig.port(uuid, address));
        loop.advance(Duration.ofMillis(10));
        return port;
    }

    /** The control node announces a prefix behind a label of the gateway. */
    public void learn(String prefix, int label) {
        agent.learn(0, 1, INSTANCE, IpPrefix.parse(prefix), item(prefix, GATEWAY, label, 100, 0));
        loop.runReady();
    }

    public static RouteItem item(String prefix, Ipv4Address nextHop, int label, int preference, long sequence) {
        var hop = RouteNextHop.of(nextHop, label, List.of(TunnelEncapsulation.GRE), "");
        return RouteItem.of(
                new RouteKey.Unicast(IpPrefix.parse(prefix)),
                List.of(hop),
                RouteAttributes.builder()
                        .localPreference(preference)
                        .mobility(sequence, false)
                        .build());
    }

    /** An echo request out of a tunnel, with this label and inner TTL 64. */
    public void ping(int label, int labelTtl, String from, String to) {
        byte[] message = IcmpMessage.echoRequest(47_375, 0, new byte[56]).encode();
        byte[] packet = Ipv4Packet.of(Ipv4Packet.ICMP, Ipv4Address.parse(from), Ipv4Address.parse(to), 7, message)
                .encode();
        fromTunnel(GATEWAY, new MplsPacket(MplsEntry.only(label, labelTtl), packet));
        loop.advance(Duration.ofMillis(10));
    }

    /** A labelled packet out of a tunnel. */
    public void fromTunnel(Ipv4Address source, MplsPacket packet) {
        datapath.fromTunnel(Encapsulation.MPLS_OVER_UDP, source, packet.encode());
    }

    /** Runs a command of a guest and answers what it printed. */
    public String run(String guest, String line) {
        var text = new StringBuilder();
        try {
            Objects.requireNonNull(guests.named(guest)).shell(query, false).run(line, text::append);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    /** An echo request of a guest's, and what comes of it within 10 ms. */
    public void pingFrom(String guest, String to) {
        run(guest, (to.indexOf(':') < 0 ? "ping" : "ping6") + " -c 1 -W 0 " + to);
        loop.advance(Duration.ofMillis(10));
    }

    /** Runs a command of the host and answers what it printed. */
    public String run(String line) {
        var text = new StringBuilder();
        try {
            shell.run(line, text::append);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    /** The command line of the host. */
    CommandShell shell() {
        return shell;
    }

    /** Runs a command of the host whose reader may leave. */
    public void run(String line, Consumer<String> out) throws InterruptedException {
        shell.run(line, out);
    }

    public int exitCode(String line) {
        try {
            return shell.run(line, text -> {});
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
