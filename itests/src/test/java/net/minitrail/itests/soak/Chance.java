package net.minitrail.itests.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.minitrail.itests.peer.Family;
import net.minitrail.itests.peer.RouteKey;
import net.minitrail.itests.peer.RouteOffer;

/** What one peer draws: routes of its own, routes that others have too, and what to say of them. For one thread. */
final class Chance {
    /** Route targets target:65000:1 to target:65000:12; networks of the controller import the first three. */
    private static final int TARGETS = 12;

    private static final int OWN_ROUTES = 40;
    private static final int SHARED_ROUTES = 40;
    private static final int SHARED = 999;

    private final Role role;
    final Random random;

    Chance(Role role, long seed) {
        this.role = role;
        random = new Random(seed * 31 + role.number());
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    RouteKey key() {
        boolean own = random.nextBoolean();
        int number = random.nextInt(own ? OWN_ROUTES : SHARED_ROUTES);
        long distinguisher = (Role.SYSTEM << 32) | (own ? role.number() : SHARED);
        Family family = number % 4 == 0 ? Family.VPN_IPV6 : Family.VPN_IPV4;
        return new RouteKey(family, distinguisher, 10 << 24 | (own ? role.number() : 0) << 16 | number << 8);
    }

    RouteOffer offer() {
        List<Long> path = new ArrayList<>();
        if (role.isExternal()) {
            path.addAll(Collections.nCopies(1 + random.nextInt(3), role.as()));
        }
        return new RouteOffer(
                16 + random.nextInt(1_000_000),
                0x0A3C_0000 | role.number(),
                path,
                role.isExternal() ? -1 : 99 + random.nextInt(3),
                random.nextInt(4) - 1,
                oneIn(3) ? List.of(100 << 16 | random.nextInt(100)) : List.of(),
                targets(1 + random.nextInt(3)));
    }

    private List<Long> targets(int count) {
        var all = new TreeSet<Long>();
        while (all.size() < count) {
            all.add(target());
        }
        return List.copyOf(all);
    }

    /** One of the route targets (RFC 4360 section 4: type 0, subtype 2). */
    long target() {
        return 0x0002_0000_0000_0000L | Role.SYSTEM << 32 | 1 + random.nextInt(TARGETS);
    }
}
