/**
 * What the configuration means: BGP groups, VRFs with their import and export policies, dynamic tunnels, and the routing
 * tables that come of them.
 *
 * <p>{@link net.minitrail.gateway.routing.ConfigReader} turns a tree of statements into a
 * {@link net.minitrail.gateway.routing.GatewayConfig}, or into the reasons why it cannot;
 * {@link net.minitrail.gateway.routing.Gateway} keeps the running state equal to the last configuration applied.
 *
 * <p>All state here is confined to the routing loop. May depend on: {@code junos}, {@code net.minitrail.bgp}. Packets
 * are {@code net.minitrail.gateway.forwarding}'s affair, commands {@code net.minitrail.gateway.cli}'s.
 */
@NullMarked
package net.minitrail.gateway.routing;

import org.jspecify.annotations.NullMarked;
