package net.minitrail.gateway.forwarding;

/** What a forwarding entry does with a packet. */
public sealed interface Adjacency {

    /** Pushes a label and sends it through a tunnel. */
    record Push(int label, TunnelEnd tunnel) implements Adjacency {}

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
