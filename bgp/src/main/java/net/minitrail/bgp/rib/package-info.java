/**
 * The routes of a BGP speaker: tables with their best paths, what is announced to whom, and who wants which route target.
 *
 * <p>The way of a route: {@link net.minitrail.bgp.rib.BgpRib#update} puts it into a {@link net.minitrail.bgp.rib.RouteTable},
 * which notes the destination in its change log. Whoever wants to know of changes has a place in that log and reads on from
 * there when it can: a {@link net.minitrail.bgp.rib.TableReader} of a forwarding table, or an update group of peers, which
 * turns the changes into one {@link net.minitrail.bgp.rib.Outbound} for all its members. A destination is in the log once,
 * at the place of its last change, so ten flaps cost one message, a slow reader costs no memory, and a new peer simply
 * starts to read at the beginning.
 *
 * <p>All of it is confined to the routing loop. Time is an argument: nanoseconds of a monotonic clock, called {@code now}.
 *
 * <p>May depend on: {@code bgp.wire}, {@code net}. Never on Netty, clocks or threads.
 */
@NullMarked
package net.minitrail.bgp.rib;

import org.jspecify.annotations.NullMarked;
