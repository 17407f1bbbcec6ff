package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.minitrail.bgp.fsm.State;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ThreadRoutingLoop;

/** A speaker on a loopback address of its own that writes down what it is told. */
final class TestSpeaker implements RoutingSide, AutoCloseable {
    static final SessionTiming FAST = new SessionTiming(
            Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMillis(1500));

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<SessionEnd> ends = new CopyOnWriteArrayList<>();
    final List<Update> updates = new CopyOnWriteArrayList<>();
    final Map<IpAddress, PeerSession> sessions = new ConcurrentHashMap<>();
    final BgpSpeaker speaker;
    final IpAddress address;
    private final ThreadRoutingLoop routing;
    private final SessionLoop loop;
    private int port;

    TestSpeaker(String address, String routerId) {
        this(address, routerId, 0, ImmutableList.of(), TransportAddresses.IDENTITY);
    }

    TestSpeaker(
            String address, String routerId, int port, List<DynamicNeighbors> dynamic, TransportAddresses transport) {
        this.address = IpAddress.parse(address);
        routing = new ThreadRoutingLoop("routing-" + address).start();
        loop = SessionLoop.open("session-" + address);
        var config = BgpSpeakerConfig.of(Ipv4Address.parse(routerId), this.address)
                .withPort(port)
                .withTransport(transport)
                .withDynamicNeighbors(dynamic)
                .withTiming(FAST);
        speaker = new BgpSpeaker(config, loop, routing, this);
    }

    int start() {
        port = speaker.start();
        return port;
    }

    int port() {
        return port;
    }

    NeighborSnapshot neighbor(String of) {
        return speaker.neighbor(IpAddress.parse(of)).orElseThrow();
    }

    void awaitEstablished(String with) {
        await().atMost(Duration.ofSeconds(10)).until(() -> sessions.containsKey(IpAddress.parse(with)));
    }

    void awaitState(String of, State state) {
        await().atMost(Duration.ofSeconds(10)).until(() -> neighbor(of).state() == state);
    }

    /** Runs on the routing loop, as its callers do. */
    void route(Runnable task) {
        routing.execute(task);
    }

    @Override
    public void established(PeerSession session) {
        events.add("established " + session);
        sessions.put(session.address(), session);
    }

    @Override
    public void received(PeerSession session, Update update) {
        updates.add(update);
    }

    @Override
    public void refreshRequested(PeerSession session, AddressFamily family) {
        events.add("refresh " + session + " " + family);
    }

    @Override
    public void refreshBegan(PeerSession session, AddressFamily family) {
        events.add("refresh-began " + session + " " + family);
    }

    @Override
    public void refreshEnded(PeerSession session, AddressFamily family) {
        events.add("refresh-ended " + session + " " + family);
    }

    @Override
    public void ready(PeerSession session) {
        events.add("ready " + session);
    }

    @Override
    public void ended(PeerSession session, SessionEnd end) {
        sessions.remove(session.address(), session);
        ends.add(end);
        events.add("ended " + session);
    }

    @Override
    public void close() {
        speaker.close();
        loop.close();
        routing.close();
    }
}
