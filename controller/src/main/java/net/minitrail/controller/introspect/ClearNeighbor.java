package net.minitrail.controller.introspect;

import java.util.List;
import net.minitrail.bgp.session.NeighborConfig;
import net.minitrail.bgp.session.NeighborSnapshot;
import net.minitrail.bgp.session.PeerSession;
import net.minitrail.net.IpAddress;

/**
 * {@code nei clear NAME [soft] [TEXT]}: ends sessions with BGP neighbors, which come up again, or with {@code soft} asks them
 * for all their routes (RFC 2918).
 */
final class ClearNeighbor {
    private static final String EVERYBODY = "all";

    private final NodeView node;

    ClearNeighbor(NodeView node) {
        this.node = node;
    }

    /**
     * Does so, and answers with how many neighbors it was done.
     *
     * @param name name or address of a neighbor, or {@code all}
     * @param text told to the neighbor when the session ends; may be empty
     */
    int run(String name, boolean soft, String text) {
        List<IpAddress> found = node.neighbors().stream()
                .map(NeighborSnapshot::config)
                .filter(config -> name.equals(EVERYBODY)
                        || config.description().equals(name)
                        || config.address().toString().equals(name))
                .map(NeighborConfig::address)
                .toList();
        if (soft) {
            return node.ask(tables -> {
                List<PeerSession> asked = tables.bgp().up().keySet().stream()
                        .filter(session -> found.contains(session.address()))
                        .toList();
                asked.forEach(session -> session.negotiated().families().forEach(session::requestRefresh));
                return asked.size();
            });
        }
        found.forEach(address -> node.reset(address, text));
        return found.size();
    }
}
