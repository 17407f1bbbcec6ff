/**
 * The packets that guests, vRouter and gateway exchange, as immutable records, and their text as tcpdump prints it.
 *
 * <p>Each record decodes from octets it does not trust and encodes to the octets of the wire, checksums included. A payload
 * array belongs to the record that holds it: callers hand it over and change it no more.
 *
 * <p>May depend on: {@code net.minitrail.net}.
 */
@NullMarked
package net.minitrail.net.packet;

import org.jspecify.annotations.NullMarked;
