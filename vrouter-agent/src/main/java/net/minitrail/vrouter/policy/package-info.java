/**
 * What the agent decides about flows: whether there is a way there and back, which next hop packets must come from, which
 * leg of an ECMP route they take.
 *
 * <p>May depend on: {@code forwarding}, {@code flow}, {@code oper}. Confined to the routing loop.
 */
@NullMarked
package net.minitrail.vrouter.policy;

import org.jspecify.annotations.NullMarked;
