package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.AS;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.external;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.AsPath;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.RouteTargetMembership;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;

/** Whatever happens, in the end every peer holds what it is to hold. */
class UpdateGroupPropertyTest {
    private static final int STEPS = 400;

    @Property(tries = 100)
    void peers_that_are_always_ready_hold_what_they_should_and_are_told_nothing_in_vain(@ForAll long seed) {
        var walk = new Walk(seed, false, false);
        for (int i = 0; i < STEPS; i++) {
            walk.step();
            if (walk.random.nextInt(4) == 0) {
                walk.harness.drain();
                walk.harness.assertSettled();
            }
        }
        walk.settle();
        walk.harness.listeners.values().forEach(listener -> assertEquals(0, listener.spurious));
    }

    @Property(tries = 100)
    void slow_peers_hold_what_they_should_once_they_are_ready(@ForAll long seed) {
        var walk = new Walk(seed, true, false);
        for (int i = 0; i < STEPS; i++) {
            walk.step();
            if (walk.random.nextInt(4) == 0) {
                walk.harness.drain();
            }
            if (walk.random.nextInt(60) == 0) {
                walk.settle();
            }
        }
        walk.settle();
    }

    @Property(tries = 100)
    void peers_that_ask_for_targets_hold_what_they_asked_for(@ForAll long seed) {
        var walk = new Walk(seed, true, true);
        for (int i = 0; i < STEPS; i++) {
            walk.step();
            if (walk.random.nextInt(4) == 0) {
                walk.harness.drain();
            }
            if (walk.random.nextInt(60) == 0) {
                walk.settle();
            }
        }
        walk.settle();
    }

    /** Random events at a route reflector with internal and external peers. */
    private static final class Walk {
        final Random random;
        final boolean slow;
        final boolean byTargets;
        final RibHarness harness = new RibHarness(controller().asReflector());
        final List<RibPeer> peers = new ArrayList<>();

        Walk(long seed, boolean slow, boolean byTargets) {
            this.random = new Random(seed);
            this.slow = slow;
            this.byTargets = byTargets;
        }

        void step() {
            int choice = random.nextInt(100);
            if (peers.size() < 2 || choice < 4 && peers.size() < 8) {
                join();
            } else if (choice < 7) {
                harness.down(peers.remove(random.nextInt(peers.size())));
            } else if (choice < 10) {
                harness.rib.refresh(peer(), AddressFamily.VPN_IPV4, false);
            } else if (slow && choice < 25) {
                harness.at(peer()).ready = random.nextBoolean();
            } else if (byTargets && choice < 45) {
                ask();
            } else if (choice < 75) {
                harness.hear(peer(), Update.announcing(AddressFamily.VPN_IPV4, anyAttributes(), anyRoute()));
            } else {
                harness.hear(peer(), Update.withdrawing(anyKey()));
            }
        }

        private RibPeer peer() {
            return peers.get(random.nextInt(peers.size()));
        }

        private void join() {
            int last = 10;
            while (taken(last)) {
                last++;
            }
            AddressFamily[] families = byTargets && random.nextInt(3) > 0
                    ? new AddressFamily[] {AddressFamily.VPN_IPV4, AddressFamily.ROUTE_TARGET}
                    : new AddressFamily[] {AddressFamily.VPN_IPV4};
            PeerSettings settings = random.nextInt(4) == 0
                    ? external(last, 65000 + random.nextInt(2), families)
                    : internal(last, families).asReflectorClient(random.nextBoolean());
            RibPeer peer = harness.up(settings);
            if (families.length > 1 && random.nextBoolean()) {
                harness.hear(peer, Update.endOfRib(AddressFamily.ROUTE_TARGET));
            }
            peers.add(peer);
        }

        private boolean taken(int last) {
            return peers.stream().anyMatch(peer -> peer.name().equals("peer-" + last));
        }

        private void ask() {
            RibPeer peer = peer();
            var membership = random.nextInt(8) == 0
                    ? RouteTargetMembership.DEFAULT
                    : RouteTargetMembership.of(AS - random.nextInt(2), target());
            var path =
                    peer.isInternal() ? AsPath.EMPTY : AsPath.of(peer.settings().peerAs());
            harness.hear(
                    peer,
                    random.nextBoolean()
                            ? Update.withdrawing(membership)
                            : Update.announcing(
                                    AddressFamily.ROUTE_TARGET,
                                    attributes(with -> with.asPath(path)),
                                    Route.of(membership)));
        }

        private RouteTarget target() {
            return RouteTarget.of(AS, 1 + random.nextInt(3));
        }

        private PathAttributes anyAttributes() {
            RouteTarget[] targets =
                    random.nextBoolean() ? new RouteTarget[] {target()} : new RouteTarget[] {target(), target()};
            AsPath path = random.nextInt(3) == 0 ? AsPath.of(65000L + random.nextInt(3)) : AsPath.EMPTY;
            return attributes(with -> with.localPref(100 + 100L * random.nextInt(2))
                    .asPath(path)
                    .nextHop(new Ipv4Address(0xC0A8_6400 + random.nextInt(3)))
                    .extendedCommunities(ExtendedCommunities.ofTargets(targets)));
        }

        private Route anyRoute() {
            return Route.of(anyKey(), LabelStack.of(16 + random.nextInt(3)));
        }

        private Nlri anyKey() {
            return new VpnIpv4Prefix(1L << 48 | random.nextInt(2), 0x0A00_0000 + (random.nextInt(10) << 12), 20);
        }

        void settle() {
            harness.listeners.values().forEach(listener -> listener.ready = true);
            harness.drain();
            harness.assertSettled();
        }
    }
}
