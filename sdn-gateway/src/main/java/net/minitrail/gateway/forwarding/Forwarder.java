package net.minitrail.gateway.forwarding;

import com.google.common.primitives.ImmutableIntArray;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.OuterFrame;
import net.minitrail.net.underlay.TunnelPacket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards packets, answers those for us, and sends our own. Thread-safe; holds no lock. */
public final class Forwarder implements Packets {
    /** The point where outer packets are seen. */
    public static final String PHYSICAL = "ge-0/0/0";

    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final MacAddress OUR_MAC = MacAddress.parse("00:05:86:71:00:00");
    private static final MacAddress NEXT_MAC = MacAddress.parse("00:05:86:71:00:01");
    private static final int FIRST_ENTROPY_PORT = 49_152;
    private static final int ENTROPY = 0x3FFF;

    private final ConcurrentHashMap<EchoKey, Pending> pending = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private final CaptureHub captures;
    private final Consumer<TunnelPacket> wire;
    private volatile ForwardingState state = ForwardingState.EMPTY;

    private record EchoKey(String instance, int identifier, int sequence) {}

    private record Pending(CompletableFuture<Echo> answer, long sentNanos) {}

    /** @param wire sends tunnel packets; must not block */
    public Forwarder(CaptureHub captures, Consumer<TunnelPacket> wire) {
        this.captures = captures;
        this.wire = wire;
    }

    /** Replaces all that packets are looked up in. */
    public void install(ForwardingState next) {
        state = next;
    }

    /** Packets for which there was no label, no route, or no valid header. */
    public long dropped() {
        return dropped.sum();
    }

    /** Takes a packet that came out of a tunnel. */
    public void receive(TunnelPacket packet) {
        ForwardingState now = state;
        TunnelEnd tunnel = now.tunnels().get(packet.source());
        if (captures.watched(PHYSICAL)) {
            captures.frame(PHYSICAL, OuterFrame.of(packet, NEXT_MAC, OUR_MAC));
        }
        try {
            byte[] mpls = packet.mpls();
            show(mpls, tunnel, NEXT_MAC, OUR_MAC);
            receive(now, tunnel, MplsPacket.decode(mpls));
        } catch (MalformedPacketException e) {
            dropped.increment();
            LOG.debug("from={} malformed: {}", packet.source(), e.getMessage());
        }
    }

    private void receive(ForwardingState now, @Nullable TunnelEnd tunnel, MplsPacket labelled)
            throws MalformedPacketException {
        if (tunnel != null) {
            tunnel.counters().received(labelled.payload().length);
        }
        String instance = now.labels().get(labelled.entry().label());
        if (instance == null || !labelled.entry().bottom()) {
            dropped.increment();
        } else {
            route(now, instance, Datagram.decode(labelled.payload()));
        }
    }

    /** Routes a packet of somebody else. */
    private void route(ForwardingState now, String instance, Datagram packet) throws MalformedPacketException {
        Optional<Adjacency> way = now.lookup(instance, packet.destination());
        if (way.isPresent() && way.get() == Adjacency.End.LOCAL) {
            deliver(now, instance, packet);
        } else if (way.isPresent() && way.get() instanceof Adjacency.Push push) {
            if (packet.ttl() <= 1) {
                report(now, instance, Datagram.Kind.TTL_EXCEEDED, packet);
            } else {
                push(push, packet.withTtl(packet.ttl() - 1));
            }
        } else {
            dropped.increment();
            if (way.isEmpty() || way.get() == Adjacency.End.REJECT) {
                report(now, instance, Datagram.Kind.UNREACHABLE, packet);
            }
        }
    }

    private void push(Adjacency.Push push, Datagram packet) {
        TunnelEnd tunnel = push.tunnel();
        byte[] octets = packet.encode();
        int entropy = packet.source().hashCode() * 31 + packet.destination().hashCode();
        byte[] mpls = labelled(push.labels(), packet.ttl(), octets);
        var outer = TunnelPacket.ofMpls(
                tunnel.encapsulation(),
                tunnel.source(),
                tunnel.destination(),
                FIRST_ENTROPY_PORT + ((entropy ^ entropy >>> 16) & ENTROPY),
                mpls);
        tunnel.counters().sent(octets.length);
        if (captures.watched(PHYSICAL)) {
            captures.frame(PHYSICAL, OuterFrame.of(outer, OUR_MAC, NEXT_MAC));
        }
        show(mpls, tunnel, OUR_MAC, NEXT_MAC);
        wire.accept(outer);
    }

    /** A label stack, each entry with the packet's TTL (RFC 3032 section 2.4), and the packet. */
    private static byte[] labelled(ImmutableIntArray labels, int ttl, byte[] packet) {
        byte[] octets = new byte[labels.length() * MplsEntry.LENGTH + packet.length];
        for (int i = 0; i < labels.length(); i++) {
            new MplsEntry(labels.get(i), 0, i == labels.length() - 1, ttl).encode(octets, i * MplsEntry.LENGTH);
        }
        System.arraycopy(packet, 0, octets, labels.length() * MplsEntry.LENGTH, packet.length);
        return octets;
    }

    private void show(byte[] mpls, @Nullable TunnelEnd tunnel, MacAddress from, MacAddress to) {
        if (tunnel != null && captures.watched(tunnel.name())) {
            captures.frame(tunnel.name(), new EthernetFrame(to, from, EthernetFrame.MPLS, mpls).encode());
        }
    }

    private void deliver(ForwardingState now, String instance, Datagram packet) throws MalformedPacketException {
        Datagram.Icmp message = packet.icmp();
        if (message == null) {
            return;
        }
        switch (message.kind()) {
            case ECHO_REQUEST -> send(now, instance, packet.echoReply());
            case ECHO_REPLY -> answered(instance, message, packet, Outcome.REPLY);
            case TTL_EXCEEDED -> answered(instance, message, packet, Outcome.TTL_EXCEEDED);
            case UNREACHABLE -> answered(instance, message, packet, Outcome.UNREACHABLE);
        }
    }

    private void answered(String instance, Datagram.Icmp message, Datagram packet, Outcome outcome) {
        Pending request = pending.remove(new EchoKey(instance, message.identifier(), message.sequence()));
        if (request != null) {
            request.answer()
                    .complete(
                            new Echo(outcome, packet.source(), System.nanoTime() - request.sentNanos(), packet.ttl()));
        }
    }

    private void report(ForwardingState now, String instance, Datagram.Kind kind, Datagram about)
            throws MalformedPacketException {
        Optional<IpAddress> from = now.loopback(instance, about.source().isV4());
        Datagram error = from.isEmpty() ? null : about.error(kind, from.get());
        if (error != null) {
            send(now, instance, error);
        }
    }

    /** Sends a packet of our own; answers whether there was a way. */
    private boolean send(ForwardingState now, String instance, Datagram packet) throws MalformedPacketException {
        Optional<Adjacency> way = now.lookup(instance, packet.destination());
        if (way.isPresent() && way.get() instanceof Adjacency.Push push) {
            push(push, packet);
            return true;
        }
        if (way.isPresent() && way.get() == Adjacency.End.LOCAL) {
            deliver(now, instance, packet);
            return true;
        }
        return way.isPresent() && way.get() == Adjacency.End.DISCARD;
    }

    @Override
    public CompletableFuture<Echo> echo(
            String vrf,
            IpAddress source,
            IpAddress destination,
            int identifier,
            int sequence,
            int size,
            int ttl,
            Duration timeout) {
        var answer = new CompletableFuture<Echo>();
        var key = new EchoKey(vrf, identifier, sequence);
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) i;
        }
        Datagram packet = Datagram.echoRequest(source, destination, identifier, sequence, ttl, data);
        pending.put(key, new Pending(answer, System.nanoTime()));
        var lost = new Echo(Outcome.LOST, destination, timeout.toNanos(), 0);
        try {
            if (!send(state, vrf, packet)) {
                answer.complete(new Echo(Outcome.NO_ROUTE, destination, 0, 0));
            }
        } catch (MalformedPacketException e) {
            answer.completeExceptionally(e);
        }
        return answer.completeOnTimeout(lost, timeout.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((echo, error) -> pending.remove(key));
    }

    @Override
    public Optional<IpAddress> sourceFor(String vrf, IpAddress destination) {
        ForwardingState now = state;
        return now.lookup(vrf, destination).isEmpty() ? Optional.empty() : now.loopback(vrf, destination.isV4());
    }
}
