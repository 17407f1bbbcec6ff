package net.minitrail.xmpp.stream;

/** Where a client's session stands; the names are Contrail's. */
public enum ClientState {
    /** Not started, or closed. */
    IDLE,
    /** Waits before it dials again. */
    ACTIVE,
    /** TCP is being set up. */
    CONNECT,
    /** The stream's opening has been sent; waits for that of the server. */
    OPEN_SENT,
    /** Waits for the server to offer TLS. */
    AWAIT_FEATURES,
    /** Has asked for TLS; waits for leave. */
    AWAIT_PROCEED,
    /** The TLS handshake runs. */
    HANDSHAKE,
    /** The opening inside TLS has been sent; waits for that of the server. */
    OPEN_CONFIRM,
    ESTABLISHED
}
