package net.minitrail.xmpp.session;

import java.net.InetSocketAddress;
import net.minitrail.xmpp.stanza.RenderedBody;

/** An agent's session, as the control node sees it. Thread-safe; calls after the session has ended do nothing. */
public interface AgentConnection {

    /** The agent's JID: a plain host name. */
    String name();

    /** Where the agent connected from. */
    InetSocketAddress address();

    /** False once the session has ended. */
    boolean isUp();

    /**
     * Whether more may be sent without the queue growing past its low bounds. Whoever has much to send sends while this
     * holds and goes on at {@link #onWritable}.
     */
    boolean isWritable();

    /** Sets what runs, on the routing loop, each time the session has become writable again. Replaces the former one. */
    void onWritable(Runnable action);

    /**
     * Sends the body in an envelope for this agent. Never blocks. An agent that does not read while more than the server's
     * {@code maxQueuedOctets} are handed over loses its session.
     */
    void send(RenderedBody body);

    /** The same, but what is queued goes at the next {@link #flush}, so that several bodies go together. */
    void queue(RenderedBody body);

    /** Sends what is queued. */
    void flush();

    /** Ends the session: what was sent before still goes out, then the closing tag. {@code reason} reaches the listener. */
    void close(String reason);

    /** Nanoseconds of {@link System#nanoTime} at which the session came up. */
    long upSince();

    ChannelStatistics statistics();
}
