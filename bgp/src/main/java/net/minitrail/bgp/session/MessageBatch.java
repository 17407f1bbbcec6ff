package net.minitrail.bgp.session;

import io.netty.buffer.ByteBuf;

/**
 * Messages for one or more peers with the same {@link Negotiated#codec() codec options}. They are encoded once, on the
 * session loop, and the same octets go to every one of them. Immutable.
 */
public interface MessageBatch {

    /**
     * Appends the messages, complete and one behind the other. Called once, on the session loop.
     *
     * @return how many messages were written
     */
    int encode(ByteBuf out);
}
