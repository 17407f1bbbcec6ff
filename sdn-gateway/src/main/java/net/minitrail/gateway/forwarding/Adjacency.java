package net.minitrail.gateway.forwarding;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;

/** What a forwarding entry does with a packet. */
public sealed interface Adjacency {
    int EXPLICIT_NULL = 0;
    int IMPLICIT_NULL = 3;

    /**
     * Pushes labels and sends the packet through a tunnel.
     *
     * @param labels outermost first, at least one; none is implicit null, which is never pushed (RFC 3032 section 2.1)
     */
    record Push(ImmutableIntArray labels, TunnelEnd tunnel) implements Adjacency {
        public Push {
            checkArgument(!labels.isEmpty() && !labels.contains(IMPLICIT_NULL), "labels %s", labels);
        }

        /**
         * What pushes {@code labels}, as they were announced: without implicit null. Where that is all there is, explicit null
         * takes its place, since tunnels carry labelled packets only.
         */
        public static Push of(ImmutableIntArray labels, TunnelEnd tunnel) {
            int[] pushed =
                    labels.stream().filter(label -> label != IMPLICIT_NULL).toArray();
            return new Push(
                    pushed.length == 0 ? ImmutableIntArray.of(EXPLICIT_NULL) : ImmutableIntArray.copyOf(pushed),
                    tunnel);
        }
    }

    /** Ends the packet: it is for us, or goes nowhere. */
    enum End implements Adjacency {
        /** One of our own addresses. */
        LOCAL,
        /** Dropped in silence. */
        DISCARD,
        /** Dropped, and the sender is told. */
        REJECT
    }
}
