/**
 * XML streams: octets to stanzas within limits, and the order of a stream's life as pure tables.
 *
 * <p>{@link net.minitrail.xmpp.stream.StreamParser} is fed octets and gives {@link net.minitrail.xmpp.stream.StreamEvent}s;
 * it owns no socket. {@link net.minitrail.xmpp.stream.ServerFsm} and {@link net.minitrail.xmpp.stream.ClientFsm} say what
 * follows on what. {@code net.minitrail.xmpp.session} has the sockets, the timers and the threads.
 *
 * <p>Left out on purpose: SASL, resource binding and everything else of RFC 6120 that the agent channel does not use.
 *
 * <p>May depend on: {@code net.minitrail.xmpp.stanza}.
 */
@NullMarked
package net.minitrail.xmpp.stream;

import org.jspecify.annotations.NullMarked;
