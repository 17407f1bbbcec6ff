/**
 * The flow table of the vRouter: keys, entries in pairs, TCP states, the rules of fat flows, and the language that
 * {@code flow --match} knows.
 *
 * <p>Who decides what a new flow does is not here: that is the agent's part, {@code policy}.
 *
 * <p>May depend on: {@code net}, its packets and its loop only. Confined to the routing loop, values aside.
 */
@NullMarked
package net.minitrail.vrouter.flow;

import org.jspecify.annotations.NullMarked;
