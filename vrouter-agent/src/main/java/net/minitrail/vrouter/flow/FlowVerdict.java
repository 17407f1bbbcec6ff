package net.minitrail.vrouter.flow;

import org.jspecify.annotations.Nullable;

/**
 * What is decided about one direction of a flow.
 *
 * @param cause why it drops, or null if it forwards
 * @param rpfNextHop the next hop that its packets must come from, 0 for any
 * @param ecmpMember which leg of an ECMP next hop it goes by, or -1 if there is no choice
 * @param mirror where its packets are mirrored to, also those that it drops; null for nowhere
 */
public record FlowVerdict(
        @Nullable DropCause cause,
        int rpfNextHop,
        int ecmpMember,
        @Nullable FlowMirror mirror) {

    /** Of a flow that is not mirrored. */
    public FlowVerdict(@Nullable DropCause cause, int rpfNextHop, int ecmpMember) {
        this(cause, rpfNextHop, ecmpMember, null);
    }
}
