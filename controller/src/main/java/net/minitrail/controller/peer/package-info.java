/**
 * The two kinds of peers of a control node: BGP neighbors and agents. Sessions come and go, what they say goes into tables,
 * and what tables say is written to them when a batch of changes is complete.
 *
 * <p>All of it is confined to the routing loop; the session loops call through it. May depend on: {@code
 * net.minitrail.bgp}, {@code net.minitrail.xmpp}, {@code controller.routing}.
 */
@NullMarked
package net.minitrail.controller.peer;

import org.jspecify.annotations.NullMarked;
