/**
 * The agent's side of the channel to its control nodes, two at most.
 *
 * <p>Routes go to both and come from both. Configuration comes from one of them, the first that is up. What is wanted is
 * compared with what was sent, so a session that comes back is told everything and one that stays only what changed.
 * Confined to the routing loop.
 *
 * <p>May depend on: {@code oper} and the XMPP client.
 */
@NullMarked
package net.minitrail.vrouter.control;

import org.jspecify.annotations.NullMarked;
