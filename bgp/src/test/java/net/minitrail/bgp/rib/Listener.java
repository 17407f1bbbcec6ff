package net.minitrail.bgp.rib;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update.Announcement;

/** What a peer has been told, as it would keep it. */
final class Listener {
    /** A route as it was told. */
    record Told(Route route, PathAttributes attributes) {}

    final Map<Nlri, Told> routes = new TreeMap<>();
    final List<AddressFamily> ends = new ArrayList<>();
    final List<Ending> endings = new ArrayList<>();
    int announced;
    int withdrawn;

    /** Withdrawals of what it was never told. */
    int spurious;

    boolean ready = true;

    void hear(Outbound outbound) {
        for (Nlri nlri : outbound.withdrawn()) {
            withdrawn++;
            spurious += routes.remove(nlri) == null ? 1 : 0;
        }
        for (Announcement announcement : outbound.announcements()) {
            for (Route route : announcement.routes()) {
                announced++;
                routes.put(route.nlri(), new Told(route, announcement.attributes()));
            }
        }
        if (outbound.ending() != Ending.NOTHING) {
            endings.add(outbound.ending());
        }
        if (outbound.endOfRib()) {
            ends.add(outbound.family());
        }
    }

    Told told(Nlri nlri) {
        Told told = routes.get(nlri);
        assertTrue(told != null, () -> nlri + " is not in " + routes.keySet());
        return told;
    }
}
