package net.minitrail.bgp.session;

import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Update;

/**
 * What a {@link BgpSpeaker} tells the owner of the tables. Every call is made on the routing loop, and for one session in
 * this order: {@code established}, then any of the others, then {@code ended}; after that the session is never named again.
 */
public interface RoutingSide {

    /** Routes may be exchanged. A neighbor has one session at a time: the one before has ended. */
    void established(PeerSession session);

    /** The peer announced or withdrew; remedies of RFC 7606 are already applied. */
    void received(PeerSession session, Update update);

    /** The peer wants all routes of a negotiated family again (RFC 2918). */
    void refreshRequested(PeerSession session, AddressFamily family);

    /** The peer begins to send all routes of a negotiated family again; what it does not repeat is gone (RFC 7313). */
    void refreshBegan(PeerSession session, AddressFamily family);

    /** The peer has sent all routes of a negotiated family again (RFC 7313). */
    void refreshEnded(PeerSession session, AddressFamily family);

    /** A session that was not {@linkplain PeerSession#ready ready} is again. */
    void ready(PeerSession session);

    /** The session is over; what the peer announced is to be forgotten, or kept as stale if {@code end} allows it. */
    void ended(PeerSession session, SessionEnd end);
}
