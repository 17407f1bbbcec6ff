/**
 * The gateway's packets: lookup in a VRF, label, tunnel; and back, label, VRF, loopback.
 *
 * <p>{@link net.minitrail.gateway.forwarding.Forwarder} works on a {@link net.minitrail.gateway.forwarding.ForwardingState}
 * that the routing side replaces as a whole, so a packet never takes a lock and never sees half a change.
 *
 * <p>Left out on purpose: fragmentation and interfaces other than loopbacks; what is behind the gateway is
 * its {@code lo0} units.
 *
 * <p>May depend on: {@code net.minitrail.net}.
 */
@NullMarked
package net.minitrail.gateway.forwarding;

import org.jspecify.annotations.NullMarked;
