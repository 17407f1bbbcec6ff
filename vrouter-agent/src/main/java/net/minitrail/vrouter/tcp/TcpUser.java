package net.minitrail.vrouter.tcp;

/** Who uses a connection. Called on the routing loop. */
public interface TcpUser {

    /** Both sides know of each other; data may be sent. */
    void connected();

    /** Octets of the stream, in order. */
    void received(byte[] octets);

    /** The other side sends no more; it still listens until we close too. */
    void ended();

    /** The connection is gone, as both sides have closed and know it of each other. */
    default void closed() {}

    /** The connection is gone without having been closed: {@code reason} is what a program would print of it. */
    void failed(String reason);
}
