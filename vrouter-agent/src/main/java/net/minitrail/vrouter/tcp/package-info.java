/**
 * TCP of an emulated host: connections, listeners, data in order, retransmission, orderly and abrupt ends (RFC 9293, as far
 * as two hosts on one laptop need it: fixed window, no options sent, no congestion control, no TIME-WAIT).
 *
 * <p>May depend on: packets and the loop. Confined to the routing loop.
 */
@NullMarked
package net.minitrail.vrouter.tcp;

import org.jspecify.annotations.NullMarked;
