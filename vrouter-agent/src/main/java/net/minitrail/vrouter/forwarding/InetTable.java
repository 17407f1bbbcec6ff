package net.minitrail.vrouter.forwarding;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.LongestPrefixTable;
import org.jspecify.annotations.Nullable;

/**
 * Unicast routes of one VRF and one family. Holds the next hops that it points at. Confined to the routing loop.
 *
 * <p>The kernel keeps them in a trie of eight bits a level and dumps its leaves, so one host route makes 256 rows out of
 * the subnet around it. {@link #leaves} gives these rows.
 */
public final class InetTable {
    /**
     * One row of a dump.
     *
     * @param prefix the area of the leaf: a multiple of 8 bits
     * @param filledFrom length of the configured prefix that filled it, 0 if none did
     */
    public record Leaf(IpPrefix prefix, int filledFrom, FibRoute route) {}

    private static final int BITS_A_LEVEL = 8;

    private final IpAddress zero;
    private final NextHopTable nextHops;
    private final int vrf;
    private final RouteWatch watch;
    private final LongestPrefixTable<FibRoute> byLength = new LongestPrefixTable<>();
    private final TreeMap<IpPrefix, FibRoute> sorted = new TreeMap<>();

    InetTable(IpAddress zero, NextHopTable nextHops, int vrf, RouteWatch watch) {
        this.zero = zero;
        this.nextHops = nextHops;
        this.vrf = vrf;
        this.watch = watch;
    }

    /** Adds a route or replaces the one of the same prefix. */
    public void put(FibRoute route) {
        nextHops.hold(route.nextHop());
        FibRoute before = sorted.put(route.prefix(), route);
        byLength.put(route.prefix(), route);
        if (before != null) {
            nextHops.release(before.nextHop());
        }
        if (!route.equals(before)) {
            watch.changed(vrf, route, true);
        }
    }

    /** Removes a route; does nothing if there is none. */
    public void remove(IpPrefix prefix) {
        FibRoute before = sorted.remove(prefix);
        if (before != null) {
            byLength.remove(prefix);
            watch.changed(vrf, before, false);
            nextHops.release(before.nextHop());
        }
    }

    /** The route of exactly this prefix, or null. */
    public @Nullable FibRoute get(IpPrefix prefix) {
        return sorted.get(prefix);
    }

    /** The longest match, or null. */
    public @Nullable FibRoute lookup(IpAddress address) {
        var found = byLength.lookup(address);
        return found == null ? null : found.getValue();
    }

    /** Every configured route, in prefix order. */
    public List<FibRoute> routes() {
        return List.copyOf(sorted.values());
    }

    public void clear() {
        List.copyOf(sorted.keySet()).forEach(this::remove);
    }

    /** The leaf that an address falls into. */
    public Leaf leaf(IpAddress address) {
        FibRoute route = lookup(address);
        int length = BITS_A_LEVEL;
        while (length < address.bits() && hasLonger(IpPrefix.containing(address, length))) {
            length += BITS_A_LEVEL;
        }
        return leafOf(IpPrefix.containing(address, length), route);
    }

    /** Every leaf in address order; none if no route is configured. */
    public List<Leaf> leaves() {
        var leaves = new ArrayList<Leaf>();
        if (!sorted.isEmpty()) {
            descend(IpPrefix.containing(zero, 0), sorted.get(IpPrefix.containing(zero, 0)), leaves);
        }
        return leaves;
    }

    private void descend(IpPrefix node, @Nullable FibRoute cover, List<Leaf> leaves) {
        int length = node.length() + BITS_A_LEVEL;
        for (int bucket = 0; bucket < 1 << BITS_A_LEVEL; bucket++) {
            IpPrefix area = child(node, bucket, length);
            FibRoute best = cover;
            for (int shorter = node.length() + 1; shorter <= length; shorter++) {
                FibRoute route = sorted.get(IpPrefix.containing(area.address(), shorter));
                best = route == null ? best : route;
            }
            if (hasLonger(area)) {
                descend(area, best, leaves);
            } else {
                leaves.add(leafOf(area, best));
            }
        }
    }

    private static Leaf leafOf(IpPrefix area, @Nullable FibRoute route) {
        return route == null
                ? new Leaf(area, 0, FibRoute.none(area))
                : new Leaf(area, route.prefix().length(), route);
    }

    /** Whether a configured prefix lies in {@code area} and is longer. */
    private boolean hasLonger(IpPrefix area) {
        IpPrefix next = sorted.higherKey(area);
        while (next != null && area.covers(next)) {
            if (next.length() > area.length()) {
                return true;
            }
            next = sorted.higherKey(next);
        }
        return false;
    }

    private static IpPrefix child(IpPrefix node, int bucket, int length) {
        byte[] octets = node.address().octets();
        octets[length / BITS_A_LEVEL - 1] = (byte) bucket;
        return IpPrefix.containing(IpAddress.of(octets), length);
    }
}
