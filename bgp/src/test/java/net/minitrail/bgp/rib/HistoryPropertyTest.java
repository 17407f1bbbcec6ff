package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.AS;
import static net.minitrail.bgp.rib.RibFixtures.SECOND;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.external;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.TreeMultimap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.AsPath;
import net.minitrail.bgp.wire.Communities;
import net.minitrail.bgp.wire.Community;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.IdentifiedNlri;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;

/** What is known and told in the end depends on what peers offer in the end, not on how it came about. */
class HistoryPropertyTest {
    private static final int PEERS = 6;
    private static final int STEPS = 300;
    private static final AddressFamily VPN = AddressFamily.VPN_IPV4;

    @Property(tries = 60)
    void tables_and_what_peers_hold_are_those_of_a_fresh_start_with_the_last_offers(@ForAll long seed) {
        var history = new History(seed);
        for (int i = 0; i < STEPS; i++) {
            history.step();
        }
        history.settle();
        RibHarness fresh = new RibHarness(controller().asReflector());
        Map<Integer, RibPeer> peers = new HashMap<>();
        history.settings.forEach((number, settings) -> peers.put(number, fresh.up(settings)));
        history.offers.forEach((number, offers) -> offers.forEach((nlri, offer) ->
                fresh.hear(peers.get(number), Update.announcing(VPN, offer.attributes(), offer.route()))));
        fresh.drain();

        assertEquals(table(fresh), table(history.harness));
        for (int number : history.settings.keySet()) {
            assertEquals(
                    held(fresh, peers.get(number)),
                    held(history.harness, history.up.get(number)),
                    () -> "what peer " + number + " holds");
        }
    }

    /** Each destination with its paths, best first. */
    private static Map<Nlri, List<String>> table(RibHarness harness) {
        var table = new TreeMap<Nlri, List<String>>();
        for (Destination destination : harness.rib.table(VPN).destinations()) {
            table.put(
                    destination.nlri(),
                    destination.paths().stream()
                            .map(path -> "%s id=%d label=%s %s stale=%b ecmp=%b %s"
                                    .formatted(
                                            path.source().name(),
                                            path.pathId(),
                                            path.labels(),
                                            path.attributes(),
                                            path.isStale() || path.isLongLivedStale(),
                                            path.isEcmp(),
                                            path.infeasibility()))
                            .toList());
        }
        return table;
    }

    /** The routes that a peer was told, without identifiers, which may differ. */
    private static TreeMultimap<String, String> held(RibHarness harness, RibPeer peer) {
        TreeMultimap<String, String> held = TreeMultimap.create();
        harness.at(peer).routes.forEach((nlri, told) -> {
            Nlri plain = nlri instanceof IdentifiedNlri identified ? identified.nlri() : nlri;
            held.put(plain.toString(), told.route().labels() + " " + told.attributes());
        });
        return held;
    }

    private record Offer(Route route, PathAttributes attributes) {}

    /** Peers of all kinds that come, go, restart and change their minds. */
    private static final class History {
        final Random random;
        final RibHarness harness = new RibHarness(controller().asReflector());
        final ImmutableSortedMap<Integer, PeerSettings> settings;
        final Map<Integer, RibPeer> up = new HashMap<>();
        final Map<Integer, Map<Nlri, Offer>> offers = new HashMap<>();

        History(long seed) {
            random = new Random(seed);
            var all = ImmutableSortedMap.<Integer, PeerSettings>naturalOrder();
            for (int number = 1; number <= PEERS; number++) {
                all.put(number, any(number));
            }
            settings = all.build();
        }

        private PeerSettings any(int number) {
            PeerSettings settings = random.nextInt(3) == 0
                    ? external(number, 65000 + random.nextInt(2), VPN)
                    : internal(number, VPN).asReflectorClient(random.nextBoolean());
            if (random.nextBoolean()) {
                settings = RibFixtures.withPaths(settings, VPN).withPathLimits(ImmutableMap.of(VPN, random.nextInt(3)));
            }
            var longLived = new RestartPromise.LongLived(Duration.ofSeconds(60L * random.nextInt(2)), true);
            ImmutableSet<AddressFamily> families = random.nextInt(4) == 0 ? ImmutableSet.of() : ImmutableSet.of(VPN);
            return settings.withRestart(new RestartPromise(
                            families, families, Duration.ofSeconds(30), ImmutableMap.of(VPN, longLived)))
                    .withPolicy(new PeerSettings.PeerPolicy(false, false, null, random.nextBoolean()));
        }

        void step() {
            harness.now += SECOND * random.nextInt(3);
            harness.rib.tick(harness.now);
            int number = 1 + random.nextInt(PEERS);
            RibPeer peer = up.get(number);
            if (peer == null) {
                if (random.nextInt(4) == 0) {
                    come(number);
                }
                return;
            }
            switch (random.nextInt(24)) {
                case 0 -> go(number, peer, true);
                case 1 -> go(number, peer, false);
                case 2 -> harness.rib.refresh(peer, VPN, random.nextBoolean());
                case 3, 4 -> harness.at(peer).ready = random.nextBoolean();
                case 5 -> harness.hear(peer, Update.endOfRib(VPN));
                case 6, 7, 8, 9, 10 -> withdraw(number, peer);
                default -> announce(number, peer);
            }
            if (random.nextInt(4) == 0) {
                harness.drain();
            }
        }

        private void come(int number) {
            up.put(number, harness.up(settings.get(number)));
            offers.put(number, new HashMap<>());
        }

        private void go(int number, RibPeer peer, boolean gracefully) {
            if (gracefully) {
                harness.lose(peer);
            } else {
                harness.down(peer);
            }
            up.remove(number);
        }

        private void announce(int number, RibPeer peer) {
            Route route = Route.of(anyKey(peer), LabelStack.of(16 + random.nextInt(3)));
            var offer = new Offer(route, anyAttributes(peer));
            offers.get(number).put(route.nlri(), offer);
            harness.hear(peer, Update.announcing(VPN, offer.attributes(), route));
        }

        private void withdraw(int number, RibPeer peer) {
            Nlri nlri = anyKey(peer);
            offers.get(number).remove(nlri);
            harness.hear(peer, Update.withdrawing(nlri));
        }

        private Nlri anyKey(RibPeer peer) {
            Nlri nlri = new VpnIpv4Prefix(1L << 48, 0x0A00_0000 + (random.nextInt(6) << 12), 20);
            boolean several = !peer.settings().codec().pathsReceived().isEmpty();
            return several ? new IdentifiedNlri(nlri, random.nextInt(3)) : nlri;
        }

        private PathAttributes anyAttributes(RibPeer peer) {
            List<Long> ases = new ArrayList<>();
            if (!peer.isInternal()) {
                ases.add(peer.settings().peerAs());
            }
            if (random.nextInt(4) == 0) {
                ases.add(random.nextInt(4) == 0 ? AS : 65001L);
            }
            Community mark = random.nextBoolean() ? Community.NO_LLGR : Community.LLGR_STALE;
            return attributes(with -> with.localPref(100 + 100L * random.nextInt(2))
                    .asPath(AsPath.of(ases.stream().mapToLong(as -> as).toArray()))
                    .med(random.nextInt(2))
                    .communities(random.nextInt(6) == 0 ? Communities.of(mark) : Communities.NONE)
                    .nextHop(new Ipv4Address(0xC0A8_6400 + random.nextInt(3)))
                    .extendedCommunities(ExtendedCommunities.ofTargets(RouteTarget.of(AS, random.nextInt(2)))));
        }

        /** Everybody comes, is ready and says that it has said all. */
        void settle() {
            settings.keySet().stream().filter(number -> !up.containsKey(number)).forEach(this::come);
            up.values().forEach(peer -> {
                harness.at(peer).ready = true;
                harness.hear(peer, Update.endOfRib(VPN));
            });
            harness.drain();
            harness.assertSettled();
        }
    }
}
