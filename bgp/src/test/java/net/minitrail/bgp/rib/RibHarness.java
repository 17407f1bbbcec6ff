package net.minitrail.bgp.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.IdentifiedNlri;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;

/** A speaker whose peers keep what they are told. */
final class RibHarness {
    final BgpRib rib;
    final Map<RibPeer, Listener> listeners = new LinkedHashMap<>();
    long now;

    /** How many times something was encoded. */
    int outbounds;

    RibHarness(RibConfig config) {
        rib = new BgpRib(config);
    }

    RibPeer up(PeerSettings settings) {
        var listener = new Listener();
        RibPeer peer = rib.peerUp(settings, () -> listener.ready, now);
        listeners.put(peer, listener);
        return peer;
    }

    void down(RibPeer peer) {
        rib.peerDown(peer, false, now);
        listeners.remove(peer);
    }

    void lose(RibPeer peer) {
        rib.peerDown(peer, true, now);
        listeners.remove(peer);
    }

    void hear(RibPeer peer, Update update) {
        rib.update(peer, update, now);
    }

    Listener at(RibPeer peer) {
        Listener listener = listeners.get(peer);
        if (listener == null) {
            throw new AssertionError(peer + " is not up");
        }
        return listener;
    }

    void drain() {
        IdentityHashMap<Outbound, Boolean> seen = new IdentityHashMap<>();
        do {
            for (Delivery delivery : rib.drain(now)) {
                outbounds += seen.put(delivery.outbound(), true) == null ? 1 : 0;
                delivery.recipients().forEach(peer -> at(peer).hear(delivery.outbound()));
            }
        } while (rib.hasMore());
    }

    /** What each peer holds is what it is to hold. */
    void assertSettled() {
        listeners.forEach((peer, listener) -> {
            Map<Nlri, Listener.Told> expected = new TreeMap<>();
            for (AddressFamily family : peer.settings().codec().families()) {
                for (AdvertisedRoute route : rib.advertised(peer, family)) {
                    Route plain = route.path().route();
                    Nlri nlri = route.pathId() == 0 ? route.nlri() : new IdentifiedNlri(route.nlri(), route.pathId());
                    Route told = new Route(nlri, plain.labels(), plain.evpn());
                    expected.put(nlri, new Listener.Told(told, route.attributes()));
                }
            }
            assertEquals(expected, listener.routes, peer.name());
        });
    }
}
