/**
 * Virtual routing and forwarding: which routes of a VRF become VPN routes, which VPN routes come into which VRF, and labels.
 *
 * <p>{@link net.minitrail.bgp.vpn.Vrfs} reads the changes of the VRF tables and of the VPN tables and keeps copies where they
 * belong: a path of a VRF in the VPN table, under its route distinguisher and with its route targets, and in every other VRF
 * that imports one of them; a path that a BGP peer sent, in every VRF that imports it. Copies are never copied again, and all
 * paths that share the load of a destination are copied, not only the best.
 *
 * <p>What is imported and exported is said by {@link net.minitrail.bgp.vpn.ImportPolicy} and
 * {@link net.minitrail.bgp.vpn.ExportPolicy}: lists of route targets, as Contrail has them, in
 * {@link net.minitrail.bgp.vpn.TargetPolicy}; a router with policy statements brings its own.
 *
 * <p>Confined to the routing loop. May depend on: {@code bgp.wire}, {@code bgp.rib}, {@code net}. Never on Netty, clocks or
 * threads.
 */
@NullMarked
package net.minitrail.bgp.vpn;

import org.jspecify.annotations.NullMarked;
