package net.minitrail.bgp.rib;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import net.minitrail.bgp.wire.AddressFamily;

/**
 * Families that a peer is sending again, with marks at begin and end (RFC 7313 section 4), and until when it has time to. Pure
 * in time; confined to the routing loop.
 */
final class RefreshRounds {
    /** How long a peer has for it; what it did not repeat by then is gone. */
    private static final long LIMIT = 60_000_000_000L;

    private final Map<AddressFamily, Long> deadlines = new EnumMap<>(AddressFamily.class);

    /** One begins, in place of any that is going on. */
    void begin(AddressFamily family, long now) {
        deadlines.put(family, now + LIMIT);
    }

    /** One ends. Answers whether there was one. */
    boolean end(AddressFamily family) {
        return deadlines.remove(family) != null;
    }

    /** Ends those whose time is over, and names them. */
    Set<AddressFamily> expire(long now) {
        if (deadlines.isEmpty()) {
            return Set.of();
        }
        Set<AddressFamily> over = EnumSet.noneOf(AddressFamily.class);
        deadlines.forEach((family, deadline) -> {
            if (deadline - now <= 0) {
                over.add(family);
            }
        });
        deadlines.keySet().removeAll(over);
        return over;
    }

    /** The session is over. */
    void clear() {
        deadlines.clear();
    }
}
