/**
 * The agent channel over sockets: {@link net.minitrail.xmpp.session.XmppServer} in a control node, {@link
 * net.minitrail.xmpp.session.XmppClient} in an agent.
 *
 * <p>Each owns a session loop (one Netty thread), on which sockets, parsing, rendering and protocol timers run. Records are
 * handed to the caller's routing loop, and the caller may send from there at any time. When the routing loop falls
 * behind, the socket is not read; when the peer falls behind, {@code isWritable} says so.
 *
 * <p>May depend on: {@code net.minitrail.xmpp.stream}, {@code .stanza}, {@code .tls}, Netty.
 */
@NullMarked
package net.minitrail.xmpp.session;

import org.jspecify.annotations.NullMarked;
