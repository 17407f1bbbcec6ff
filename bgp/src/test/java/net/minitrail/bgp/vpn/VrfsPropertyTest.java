package net.minitrail.bgp.vpn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.NamedSource;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;

/** Whatever the order in which routes and policies came, the tables are those of a node that starts with the outcome. */
class VrfsPropertyTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    /** What a source offers to a table; {@code vrf} is empty for the VPN table. */
    private record Offer(String vrf, int source, Nlri nlri) {}

    private record Offered(int label, PathAttributes attributes) {}

    private record Targets(ImmutableSet<RouteTarget> imports, ImmutableSet<RouteTarget> exports) {}

    /** A node and what it was told. */
    private static final class Node {
        final BgpRib rib = new BgpRib(RibConfig.of(65500, Ipv4Address.parse("192.168.100.2")));
        final Vrfs vrfs = new Vrfs(rib);
        final List<PathSource> sources = new ArrayList<>();

        Node() {
            for (int i = 0; i < 4; i++) {
                sources.add(NamedSource.agent("source-" + i, new Ipv4Address(0xC0A8_6403 + i)));
            }
        }

        void policy(String name, Targets targets) {
            var vrf = vrfs.find(name);
            TargetPolicy policy = new TargetPolicy(
                    targets.imports(),
                    List.of(),
                    targets.exports(),
                    path -> RouteDistinguisher.of((Ipv4Address) path.source().address(), 1 + NAMES.indexOf(name)),
                    null);
            if (vrf.isEmpty()) {
                vrfs.add(name, policy, policy);
            } else {
                vrfs.importBy(vrf.get(), policy, 0);
                vrfs.exportBy(vrf.get(), policy);
            }
        }

        RouteTable table(String vrf) {
            return vrf.isEmpty()
                    ? rib.table(AddressFamily.VPN_IPV4)
                    : vrfs.find(vrf).orElseThrow().inet();
        }

        void offer(Offer offer, Offered offered) {
            table(offer.vrf())
                    .learn(
                            Route.of(offer.nlri(), LabelStack.of(offered.label())),
                            sources.get(offer.source()),
                            offered.attributes(),
                            0);
        }

        /** Every path of every table, best first. */
        Map<String, List<String>> state() {
            rib.drain(0);
            Map<String, List<String>> state = new TreeMap<>();
            add(rib.table(AddressFamily.VPN_IPV4), state);
            vrfs.all().forEach(vrf -> add(vrf.inet(), state));
            return state;
        }

        private static void add(RouteTable table, Map<String, List<String>> state) {
            for (Destination destination : table.destinations()) {
                List<String> paths = new ArrayList<>();
                for (Path path : destination.paths()) {
                    paths.add(path + " " + path.labels() + (path.isEcmp() ? " equal" : "")
                            + (path.isSecondary() ? " copy" : ""));
                }
                state.put(table + " " + destination.nlri(), paths);
            }
        }
    }

    @Property(tries = 100)
    void any_history_ends_like_a_fresh_start(@ForAll long seed) {
        var random = new Random(seed);
        var node = new Node();
        Map<String, Targets> policies = new LinkedHashMap<>();
        Map<Offer, Offered> offers = new LinkedHashMap<>();
        for (int step = 0; step < 200; step++) {
            step(random, node, policies, offers);
            if (random.nextInt(5) == 0) {
                node.rib.drain(0);
            }
        }

        var fresh = new Node();
        policies.forEach(fresh::policy);
        offers.forEach(fresh::offer);

        assertEquals(fresh.state(), node.state());
    }

    private static void step(Random random, Node node, Map<String, Targets> policies, Map<Offer, Offered> offers) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        int choice = random.nextInt(100);
        if (!policies.containsKey(name) || choice < 10) {
            var targets = new Targets(targets(random), targets(random));
            policies.put(name, targets);
            node.policy(name, targets);
        } else if (choice < 13) {
            node.vrfs.remove(node.vrfs.find(name).orElseThrow(), 0);
            policies.remove(name);
            offers.keySet().removeIf(offer -> offer.vrf().equals(name));
        } else {
            Offer offer = offer(random, name);
            if (choice < 60) {
                var offered = new Offered(16 + random.nextInt(2), attributes(random, offer));
                offers.put(offer, offered);
                node.offer(offer, offered);
            } else {
                offers.remove(offer);
                node.table(offer.vrf()).withdraw(offer.nlri(), node.sources.get(offer.source()));
            }
        }
    }

    /** Agents 0 and 1 offer to VRFs, the others, in the place of BGP peers, to the VPN table. */
    private static Offer offer(Random random, String vrf) {
        var prefix = Ipv4Prefix.containing(0x0A00_0000 + (random.nextInt(4) << 12), 20);
        if (random.nextBoolean()) {
            return new Offer(vrf, random.nextInt(2), new UnicastPrefix(prefix));
        }
        var distinguisher = RouteDistinguisher.parse("65500:" + random.nextInt(2));
        return new Offer("", 2 + random.nextInt(2), VpnIpv4Prefix.of(distinguisher, prefix));
    }

    private static PathAttributes attributes(Random random, Offer offer) {
        var attributes = PathAttributes.builder()
                .nextHop(new Ipv4Address(0xC0A8_6403 + offer.source()))
                .localPref(100 + 100L * random.nextInt(2));
        return offer.vrf().isEmpty()
                ? attributes
                        .extendedCommunities(
                                ExtendedCommunities.ofTargets(targets(random).toArray(new RouteTarget[0])))
                        .build()
                : attributes.build();
    }

    private static ImmutableSet<RouteTarget> targets(Random random) {
        var targets = ImmutableSet.<RouteTarget>builder();
        for (int i = random.nextInt(3); i > 0; i--) {
            targets.add(RouteTarget.of(65500, 1 + random.nextInt(4)));
        }
        return targets.build();
    }
}
