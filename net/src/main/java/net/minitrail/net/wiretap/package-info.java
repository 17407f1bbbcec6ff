/**
 * Shows what a TCP session carries as the packets of a network: a handler for a session's pipeline that copies the octets of
 * both directions to a capture point, as Ethernet frames between protocol addresses.
 *
 * <p>Behind a TLS handler it shows the clear text. It costs one look at a volatile list while nobody watches.
 *
 * <p>May depend on: {@code net.minitrail.net}, {@code net.minitrail.net.packet}, {@code net.minitrail.net.underlay}, Netty.
 */
@NullMarked
package net.minitrail.net.wiretap;

import org.jspecify.annotations.NullMarked;
