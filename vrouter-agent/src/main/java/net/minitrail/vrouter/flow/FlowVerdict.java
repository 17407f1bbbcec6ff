package net.minitrail.vrouter.flow;

import org.jspecify.annotations.Nullable;

/**
 * What is decided about one direction of a flow.
 *
 * @param cause why it drops, or null if it forwards
 * @param rpfNextHop the next hop that its packets must come from, 0 for any
 * @param ecmpMember which leg of an ECMP next hop it goes by, or -1 if there is no choice
 */
public record FlowVerdict(@Nullable DropCause cause, int rpfNextHop, int ecmpMember) {}
