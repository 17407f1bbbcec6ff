package net.minitrail.bgp.rib;

import net.minitrail.net.IpAddress;

/**
 * Who offers paths: a BGP peer, an agent, or this node itself. Compared by identity: a source offers at most one path to a
 * destination under one path identifier, which nearly all sources have only one of, and all its paths go when it goes.
 */
public interface PathSource {

    /** Where a source stands when all attributes are equal; the better kind first. */
    enum Kind {
        LOCAL,
        XMPP,
        BGP
    }

    /** For display and logs. */
    String name();

    Kind kind();

    /** The BGP identifier, as an unsigned IPv4 address; 0 if it has none. */
    int routerId();

    /** The address that breaks the last tie. */
    IpAddress address();

    /** Whether this is a BGP peer of our own AS. */
    default boolean isInternal() {
        return false;
    }

    /** Among local sources the higher one wins: direct before static before the rest. */
    default int rank() {
        return 0;
    }
}
