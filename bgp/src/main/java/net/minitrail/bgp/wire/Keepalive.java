package net.minitrail.bgp.wire;

/** "Still here" (RFC 4271 section 4.4). Has no body, hence one instance. */
public enum Keepalive implements BgpMessage {
    INSTANCE;

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onKeepalive();
    }
}
