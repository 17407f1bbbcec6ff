/**
 * BGP-4 on the wire: messages, path attributes and routes as immutable values, and the codecs between them and octets.
 *
 * <p>{@link net.minitrail.bgp.wire.BgpDecoder} turns one message into a {@link net.minitrail.bgp.wire.BgpMessage} or a
 * {@link net.minitrail.bgp.wire.BgpProtocolException} and nothing else, whatever the octets;
 * {@link net.minitrail.bgp.wire.BgpEncoder} and {@link net.minitrail.bgp.wire.UpdateEncoder} go the other way. The
 * remedies of RFC 7606 are applied while decoding: a route that has to be treated as withdrawn arrives as a withdrawal.
 *
 * <p>A route is split in three, since the parts live in different places and are shared differently: what it is
 * ({@link net.minitrail.bgp.wire.Nlri}, the key of a table), what travels beside the key (labels, EVPN details), and
 * {@link net.minitrail.bgp.wire.PathAttributes}, which many routes share.
 *
 * <p>Left out on purpose: confederations (their segments are malformed paths here), add-path in UPDATE messages (the
 * capability is read, never offered), flow specifications.
 *
 * <p>May depend on: {@code net.minitrail.net} and Netty's buffers. Never on channels, clocks or threads.
 */
@NullMarked
package net.minitrail.bgp.wire;

import org.jspecify.annotations.NullMarked;
