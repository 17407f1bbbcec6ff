package net.minitrail.bgp.rib;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;

/**
 * Measures a route reflector without sockets: VPN routes, each with attributes of its own, from two peers to them and others.
 * Arguments: routes, collectors, rounds. Prints nanoseconds of processor time and octets of live heap a route.
 */
final class RibBenchmark {
    private static final int INPUT_BATCH = 256;

    private RibBenchmark() {}

    public static void main(String[] arguments) {
        int routes = Integer.parseInt(arguments[0]);
        int collectors = Integer.parseInt(arguments[1]);
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            run(routes, collectors);
        }
    }

    private static void run(int routes, int collectors) {
        var rib = new BgpRib(RibFixtures.controller().asReflector());
        List<RibPeer> peers = new ArrayList<>();
        for (int i = 0; i < 2 + collectors; i++) {
            PeerSettings settings =
                    RibFixtures.internal(10 + i, AddressFamily.VPN_IPV4).asReflectorClient(true);
            peers.add(rib.peerUp(settings, () -> true, 0));
        }
        long given = drain(rib);
        long before = liveHeap();
        List<Update> load = updates(routes, 0);
        long input = liveHeap() - before;
        report("load", routes, () -> feed(rib, peers, load));
        load.clear();
        long live = liveHeap() - before;
        System.out.printf("  live heap %d octets a route (input objects %d)%n", live / routes, input / routes);
        List<Update> again = updates(routes, 1);
        report("reannounce", routes, () -> feed(rib, peers, again));
        again.clear();
        List<Update> change = updates(1000, 2);
        report("single", 1000, () -> {
            long sum = 0;
            for (int i = 0; i < change.size(); i++) {
                rib.update(peers.get(i & 1), change.get(i), 0);
                sum += drain(rib);
            }
            return sum;
        });
        List<Update> gone = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            gone.add(Update.withdrawing(key(i)));
        }
        report("withdraw", routes, () -> feed(rib, peers, gone));
        if (given != 0 || rib.table(AddressFamily.VPN_IPV4).paths() != 0) {
            throw new AssertionError("routes are left");
        }
    }

    private interface Phase {
        long run();
    }

    private static void report(String name, int routes, Phase phase) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long deliveries = phase.run();
        long nanos = threads.getCurrentThreadCpuTime() - start;
        System.out.printf(
                "%s: %d ns a route, %,d routes/s, %d deliveries%n",
                name, nanos / routes, routes * 1_000_000_000L / nanos, deliveries);
    }

    private static long feed(BgpRib rib, List<RibPeer> peers, List<Update> updates) {
        long sum = 0;
        for (int i = 0; i < updates.size(); i++) {
            rib.update(peers.get(i & 1), updates.get(i), 0);
            if (i % INPUT_BATCH == INPUT_BATCH - 1) {
                sum += drain(rib);
            }
        }
        return sum + drain(rib);
    }

    private static long drain(BgpRib rib) {
        long sum = 0;
        do {
            for (Delivery delivery : rib.drain(0)) {
                sum += (long) delivery.outbound().size() * delivery.recipients().size();
            }
        } while (rib.hasMore());
        return sum;
    }

    private static List<Update> updates(int count, int generation) {
        List<Update> updates = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            PathAttributes attributes = PathAttributes.builder()
                    .nextHop(new Ipv4Address(0x0A00_0000 + i % 64))
                    .localPref(100)
                    .med(generation)
                    .extendedCommunities(ExtendedCommunities.of(
                            ExtendedCommunity.of(RouteTarget.of(65500, 8_000_000 + i / 250)),
                            ExtendedCommunity.encapsulation(13),
                            ExtendedCommunity.securityGroup(65500, i)))
                    .build();
            Route route = Route.of(key(i), LabelStack.of(16 + (i + generation) % 1_000_000));
            updates.add(Update.announcing(AddressFamily.VPN_IPV4, attributes, route));
        }
        return updates;
    }

    private static Nlri key(int i) {
        int vrf = i / 500 * 2 + (i & 1);
        return new VpnIpv4Prefix(1L << 48 | 0xC0A8_6401L << 16 | vrf, 0x0A00_0000 + i % 500 / 2, 32);
    }

    private static long liveHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
