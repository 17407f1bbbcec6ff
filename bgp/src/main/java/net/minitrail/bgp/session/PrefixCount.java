package net.minitrail.bgp.session;

import com.google.common.primitives.Ints;
import java.util.EnumSet;
import java.util.Set;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.OctetString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches how many routes one session announced (RFC 4486 section 4). Confined to the routing loop. */
final class PrefixCount {
    private static final Logger log = LoggerFactory.getLogger(PrefixCount.class);

    private final PeerSession session;
    private final RibPeer peer;
    private final Set<AddressFamily> warned = EnumSet.noneOf(AddressFamily.class);
    private final Set<AddressFamily> exceeded = EnumSet.noneOf(AddressFamily.class);

    PrefixCount(PeerSession session, RibPeer peer) {
        this.session = session;
        this.peer = peer;
    }

    /**
     * To be asked after each message that may have brought routes. A limit that is reached, or nearly, is said once, until
     * there are fewer routes again.
     *
     * @return what is to be said, null for nothing
     */
    @Nullable
    String check(BgpRib rib) {
        String news = null;
        for (var entry : session.neighbor().prefixLimits().entrySet()) {
            if (session.negotiated().families().contains(entry.getKey())) {
                RouteTable table = rib.tableOf(peer, entry.getKey());
                String said = check(table, entry.getKey(), entry.getValue());
                news = said == null ? news : said;
            }
        }
        return news;
    }

    private @Nullable String check(RouteTable table, AddressFamily family, PrefixLimit limit) {
        int count = table.paths(peer);
        if (limit.acceptedOnly() && count >= limit.warning()) {
            count = (int)
                    table.offeredBy(peer).stream().filter(Path::isFeasible).count();
        }
        boolean warn = changes(warned, family, count >= limit.warning());
        boolean exceed = changes(exceeded, family, count > limit.maximum());
        if (exceed && limit.tearDown()) {
            String text = "more than %d prefixes of %s".formatted(limit.maximum(), family.configName());
            session.end(Notification.of(ErrorCode.MAXIMUM_PREFIXES_REACHED, data(family, limit.maximum())), text);
            return text;
        }
        if (!warn && !exceed) {
            return null;
        }
        String text = "%d of %d prefixes of %s".formatted(count, limit.maximum(), family.configName());
        log.warn("peer={} event=prefix-limit cause=\"{}\"", session, text);
        return text;
    }

    /** Whether {@code now} is true and was not when last asked. */
    private static boolean changes(Set<AddressFamily> said, AddressFamily family, boolean now) {
        if (!now) {
            said.remove(family);
        }
        return now && said.add(family);
    }

    /** AFI, SAFI and the limit. */
    private static OctetString data(AddressFamily family, int limit) {
        byte[] data = new byte[7];
        data[0] = (byte) (family.afi() >> 8);
        data[1] = (byte) family.afi();
        data[2] = (byte) family.safi();
        System.arraycopy(Ints.toByteArray(limit), 0, data, 3, Integer.BYTES);
        return OctetString.of(data);
    }
}
