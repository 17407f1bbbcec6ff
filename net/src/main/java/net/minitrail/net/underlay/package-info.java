/**
 * How tunnel packets travel between nodes, and how they are watched.
 *
 * <p>On loopback wiring every node has a transport address in 127.0.0.0/8 beside its protocol address; {@link
 * net.minitrail.net.underlay.TransportMap} knows which belongs to which. MPLS over GRE travels as GRE-in-UDP (RFC 8086), MPLS
 * over UDP and VXLAN as themselves (RFC 7510, 7348); a capture shows all as the tunnel packets between protocol addresses
 * that they stand for.
 *
 * <p>On netns wiring a node's address is that of a real interface: GRE is IP protocol 47 there, and the kernel's own sniffers
 * see it.
 *
 * <p>May depend on: {@code net.minitrail.net}, {@code net.minitrail.net.packet}, {@code net.minitrail.net.kernel}, the JDK.
 */
@NullMarked
package net.minitrail.net.underlay;

import org.jspecify.annotations.NullMarked;
