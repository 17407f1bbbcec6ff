/**
 * Routing instances as the configuration asks for them, and the two translations between routes as agents write them and
 * routes as tables hold them.
 *
 * <p>What the configuration says arrives as immutable {@link net.minitrail.controller.routing.InstancePlan}s. All state is
 * confined to the routing loop. May depend on: {@code net.minitrail.bgp.wire}, {@code .rib}, {@code .vpn}, {@code
 * net.minitrail.xmpp.stanza}; never on sessions.
 */
@NullMarked
package net.minitrail.controller.routing;

import org.jspecify.annotations.NullMarked;
