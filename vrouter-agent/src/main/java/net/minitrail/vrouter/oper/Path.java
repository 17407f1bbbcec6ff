package net.minitrail.vrouter.oper;

import java.util.UUID;
import net.minitrail.net.MacAddress;
import net.minitrail.xmpp.stanza.RouteItem;
import org.jspecify.annotations.Nullable;

/** One reason for a route. Several may be there for a prefix, and one is in force. */
sealed interface Path {

    /** Who gave it; a source has one path to a prefix. */
    Source source();

    /** What kind of source, in no order of preference. */
    enum Kind {
        PORT,
        CONTROLLER,
        NETWORK
    }

    /**
     * One source.
     *
     * @param id of a port its {@link Holder}, of a controller its index, of a network its name
     */
    record Source(Kind kind, Object id) {}

    /** A port, with the MAC that it claims an address under, or null for any: one may claim an address under two. */
    record Holder(UUID port, @Nullable MacAddress mac) {}

    /** A guest's interface on this node claims the prefix. */
    record Local(Source source, Claim claim) implements Path {}

    /**
     * A control node announced it.
     *
     * @param session number of the control node's session that it was last heard in
     */
    record Remote(Source source, RouteItem item, long session) implements Path {}

    /** The network's configuration says so. */
    record Fixed(Source source, Use use) implements Path {}

    /** What the agent does with an address of the network. */
    enum Use {
        /** A subnet: whoever is not in it is unknown. */
        SUBNET,
        /** The gateway's or the services' address, and link-local services: the agent itself. */
        AGENT
    }
}
