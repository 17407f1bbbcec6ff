/**
 * The vRouter: interfaces, VRFs, routes, next hops, labels, and the way of a packet through them.
 *
 * <p>The tables are what the kernel module holds, with its ids and its rules for them; the agent's reasons for an entry
 * are in {@code oper}. All of it is confined to the routing loop: one writer, and packets are read on the same loop, so
 * none of it locks.
 *
 * <p>Left out: flows (each interface forwards in packet mode whatever its policy flag says), mirroring, VXLAN.
 *
 * <p>May depend on: {@code net.minitrail.net} and its packets. Never on {@code oper}, {@code control} or {@code cli}.
 */
@NullMarked
package net.minitrail.vrouter.forwarding;

import org.jspecify.annotations.NullMarked;
