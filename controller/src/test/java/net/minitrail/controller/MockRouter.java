package net.minitrail.controller;

import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableSet;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.minitrail.bgp.session.BgpSpeaker;
import net.minitrail.bgp.session.BgpSpeakerConfig;
import net.minitrail.bgp.session.NeighborConfig;
import net.minitrail.bgp.session.PeerSession;
import net.minitrail.bgp.session.RoutingSide;
import net.minitrail.bgp.session.SessionEnd;
import net.minitrail.bgp.session.SessionLoop;
import net.minitrail.bgp.session.SessionOptions;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.UpdateEncoder;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import org.jspecify.annotations.Nullable;

/** A gateway or another speaker: what it is told is what {@link #routes} holds. It dials the control node. */
final class MockRouter implements RoutingSide, AutoCloseable {
    /** What was announced and not withdrawn. */
    final Map<Nlri, Learned> routes = new ConcurrentSkipListMap<>(Nlri.order());

    final List<AddressFamily> endsOfRib = new CopyOnWriteArrayList<>();
    volatile @Nullable PeerSession session;

    private final ThreadRoutingLoop loop = new ThreadRoutingLoop("mock-router").start();
    private final SessionLoop sessions = SessionLoop.open("mock-router");
    private final BgpSpeaker speaker;

    record Learned(Route route, PathAttributes attributes) {}

    MockRouter(String address, long as, Controller controller, long controllerAs, AddressFamily... families) {
        String endpoint = String.valueOf(controller.endpoints().get("bgp"));
        int colon = endpoint.lastIndexOf(':');
        speaker = new BgpSpeaker(
                BgpSpeakerConfig.of(Ipv4Address.parse(address), Ipv4Address.parse(address))
                        .withPort(0),
                sessions,
                loop,
                this);
        speaker.setNeighbor(NeighborConfig.builder(Ipv4Address.parse(endpoint.substring(0, colon)), controllerAs, as)
                .port(Integer.parseInt(endpoint.substring(colon + 1)))
                .options(SessionOptions.DEFAULT.withFamilies(ImmutableSet.copyOf(families)))
                .build());
        speaker.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> session != null);
    }

    void send(Update update) {
        loop.execute(() -> {
            PeerSession present = session;
            if (present != null) {
                present.write(out -> encode(update, present, out));
            }
        });
    }

    private static int encode(Update update, PeerSession session, ByteBuf out) {
        var encoder = new UpdateEncoder(session.negotiated().codec());
        encoder.withdraw(update.withdrawn(), out);
        update.announcements().forEach(a -> encoder.announce(a.attributes(), a.routes(), out));
        if (update.endOfRib() != null) {
            encoder.endOfRib(update.endOfRib(), out);
        }
        return 1;
    }

    @Override
    public void established(PeerSession up) {
        routes.clear();
        endsOfRib.clear();
        session = up;
    }

    @Override
    public void received(PeerSession from, Update update) {
        update.withdrawn().forEach(routes::remove);
        update.announcements()
                .forEach(a ->
                        a.routes().forEach(route -> routes.put(route.nlri(), new Learned(route, a.attributes()))));
        if (update.endOfRib() != null) {
            endsOfRib.add(update.endOfRib());
        }
    }

    @Override
    public void refreshRequested(PeerSession from, AddressFamily family) {}

    @Override
    public void refreshBegan(PeerSession from, AddressFamily family) {}

    @Override
    public void refreshEnded(PeerSession from, AddressFamily family) {}

    @Override
    public void ready(PeerSession again) {}

    @Override
    public void ended(PeerSession former, SessionEnd end) {
        routes.clear();
        session = null;
    }

    @Override
    public void close() {
        speaker.stop();
        sessions.close();
        loop.close();
    }
}
