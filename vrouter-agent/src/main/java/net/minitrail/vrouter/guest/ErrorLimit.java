package net.minitrail.vrouter.guest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import net.minitrail.net.Ipv4Address;

/**
 * How many ICMP errors a host tells another one, as Linux limits them: one a second, or six at once after as many seconds
 * without (RFC 1812 section 4.3.2.8). Confined to the routing loop.
 */
final class ErrorLimit {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long BURST = 6 * SECOND;
    private static final int MOST_PEERS = 1024;

    private final Map<Ipv4Address, Credit> peers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Ipv4Address, Credit> eldest) {
            return size() > MOST_PEERS;
        }
    };

    /** Time not used for errors yet, at a time. */
    private record Credit(long nanos, long at) {}

    /** Whether an error may go to {@code peer} at {@code now}; it is taken to go. */
    boolean allows(Ipv4Address peer, long now) {
        Credit before = peers.get(peer);
        long credit = before == null ? BURST : Math.min(BURST, before.nanos + now - before.at);
        boolean allowed = credit >= SECOND;
        peers.put(peer, new Credit(allowed ? credit - SECOND : credit, now));
        return allowed;
    }
}
