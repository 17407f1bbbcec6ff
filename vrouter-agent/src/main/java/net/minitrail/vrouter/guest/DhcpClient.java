package net.minitrail.vrouter.guest;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.DhcpMessage;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.runtime.RoutingLoop.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Gets a card its address (RFC 2131 section 4.4), as BusyBox' udhcpc does: three times with three seconds between, then again
 * after twenty. Leases have no end here, so none is renewed. Confined to the routing loop.
 */
final class DhcpClient {
    private static final Ipv4Address ALL = Ipv4Address.parse("255.255.255.255");
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(20);
    private static final int TRIES = 3;
    private static final byte[] WANTED = {
        DhcpMessage.SUBNET_MASK,
        DhcpMessage.ROUTER,
        DhcpMessage.DNS_SERVER,
        DhcpMessage.HOST_NAME,
        DhcpMessage.BROADCAST
    };

    /** What a lease says. */
    record Lease(
            Ipv4Address address,
            int maskLength,
            @Nullable Ipv4Address router,
            @Nullable Ipv4Address dns,
            long seconds) {}

    private enum State {
        STOPPED,
        SELECTING,
        REQUESTING,
        BOUND
    }

    private final Nic nic;
    private final RoutingLoop loop;
    private final Consumer<Lease> bound;
    private Consumer<String> progress = text -> {};
    private State state = State.STOPPED;
    private int transaction;
    private int tries;
    private @Nullable Timer timer;
    private @Nullable DhcpMessage offer;

    /** @param bound takes the lease */
    DhcpClient(Nic nic, RoutingLoop loop, Consumer<Lease> bound) {
        this.nic = nic;
        this.loop = loop;
        this.bound = bound;
        this.transaction = (int) nic.mac().value();
    }

    /** Begins anew. {@code log} takes what udhcpc says of it, in whole lines. */
    void start(Consumer<String> log) {
        stop();
        progress = log;
        transaction++;
        discover();
    }

    /** Lets the card's address alone from now on. */
    void stop() {
        state = State.STOPPED;
        offer = null;
        tries = 0;
        progress = text -> {};
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void discover() {
        state = State.SELECTING;
        progress.accept("Sending discover...\n");
        send(DhcpMessage.DISCOVER, Map.of());
        tries++;
        timer = loop.schedule(tries % TRIES == 0 ? PAUSE : RETRY, this::discover);
    }

    private void request(DhcpMessage chosen) {
        state = State.REQUESTING;
        offer = chosen;
        progress.accept("Sending select for " + chosen.yours() + "...\n");
        byte[] server = chosen.options().get(DhcpMessage.SERVER);
        send(
                DhcpMessage.REQUEST,
                server == null
                        ? Map.of(DhcpMessage.REQUESTED, DhcpMessage.value(chosen.yours()))
                        : Map.of(DhcpMessage.REQUESTED, DhcpMessage.value(chosen.yours()), DhcpMessage.SERVER, server));
        again(this::discover);
    }

    private void again(Runnable what) {
        if (timer != null) {
            timer.cancel();
        }
        timer = loop.schedule(RETRY, what);
    }

    /** Takes what came for port 68. */
    void receive(byte[] payload) {
        try {
            DhcpMessage message = DhcpMessage.decode(payload);
            if (message.reply()
                    && message.transaction() == transaction
                    && message.mac().equals(nic.mac())) {
                receive(message);
            }
        } catch (MalformedPacketException e) {
            return; // a host drops what it can't read
        }
    }

    private void receive(DhcpMessage message) {
        DhcpMessage chosen = offer;
        if (state == State.SELECTING && message.type() == DhcpMessage.OFFER) {
            request(message);
        } else if (state == State.REQUESTING && message.type() == DhcpMessage.NAK) {
            again(this::discover);
        } else if (state == State.REQUESTING && message.type() == DhcpMessage.ACK && chosen != null) {
            Consumer<String> log = progress;
            Lease lease = lease(message);
            stop();
            state = State.BOUND;
            bound.accept(lease);
            log.accept("Lease of %s obtained, lease time %d%n".formatted(lease.address, lease.seconds));
        }
    }

    private static Lease lease(DhcpMessage message) {
        Ipv4Address mask = message.address(DhcpMessage.SUBNET_MASK);
        Ipv4Address seconds = message.address(DhcpMessage.LEASE_SECONDS);
        return new Lease(
                message.yours(),
                mask == null ? Integer.SIZE : Integer.bitCount(mask.value()),
                message.address(DhcpMessage.ROUTER),
                message.address(DhcpMessage.DNS_SERVER),
                seconds == null ? 0 : Integer.toUnsignedLong(seconds.value()));
    }

    private void send(int type, Map<Integer, byte[]> more) {
        var options = new TreeMap<>(more);
        options.put(DhcpMessage.TYPE, new byte[] {(byte) type});
        options.put(DhcpMessage.PARAMETERS, WANTED);
        var message = new DhcpMessage(false, transaction, false, Ipv4Address.ANY, Ipv4Address.ANY, nic.mac(), options);
        byte[] datagram = new UdpDatagram(DhcpMessage.CLIENT_PORT, DhcpMessage.SERVER_PORT, message.encode())
                .encode(Ipv4Address.ANY, ALL);
        byte[] packet =
                Ipv4Packet.of(Ipv4Packet.UDP, Ipv4Address.ANY, ALL, 0, datagram).encode();
        nic.transmitFrom(nic.mac(), MacAddress.BROADCAST, EthernetFrame.IPV4, packet);
    }
}
