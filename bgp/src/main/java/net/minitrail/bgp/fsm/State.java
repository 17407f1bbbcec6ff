package net.minitrail.bgp.fsm;

/** The states of RFC 4271 section 8.2.2, in the order in which a session climbs through them. */
public enum State {
    /** Refuses to connect; holds no resources. */
    IDLE("Idle"),
    /** Dialing. */
    CONNECT("Connect"),
    /** Waiting for the peer to dial, or for the next attempt to. */
    ACTIVE("Active"),
    /** Connected, our OPEN is sent, theirs is awaited. */
    OPEN_SENT("OpenSent"),
    /** Both OPENs are exchanged; the first KEEPALIVE is awaited. */
    OPEN_CONFIRM("OpenConfirm"),
    /** Routes may be exchanged. */
    ESTABLISHED("Established");

    private final String text;

    State(String text) {
        this.text = text;
    }

    /** Whether our OPEN went out, so that an error deserves a NOTIFICATION. */
    public boolean peerListens() {
        return compareTo(OPEN_SENT) >= 0;
    }

    /** The name as RFC 4271 and every router prints it. */
    @Override
    public String toString() {
        return text;
    }
}
