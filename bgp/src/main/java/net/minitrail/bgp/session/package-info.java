/**
 * BGP sessions on Netty: {@link net.minitrail.bgp.session.BgpSpeaker} listens and dials, negotiates, keeps sessions alive
 * and ends them, and hands what it hears to a {@link net.minitrail.bgp.session.RoutingSide}.
 *
 * <p>Two threads meet here. Sockets, framing, state machines and protocol timers live on the session loop; whatever comes
 * of them is handed to the routing loop, in order, and everything that {@code RoutingSide} is told runs in its tasks (for
 * which the session loop may stand in when little came and the routing loop is idle). Keepalives
 * never wait for best path.
 *
 * <p>Pressure: a session whose UPDATEs pile up before the routing loop stops reading its socket; a session whose socket is
 * full is not {@linkplain net.minitrail.bgp.session.PeerSession#ready ready}, so that the routing side keeps what it has
 * for it in its own tables, where a newer route replaces an older one.
 *
 * <p>May depend on: {@code bgp.wire}, {@code bgp.fsm}, {@code bgp.rib}, {@code net} and Netty.
 */
@NullMarked
package net.minitrail.bgp.session;

import org.jspecify.annotations.NullMarked;
