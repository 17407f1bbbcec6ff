package net.minitrail.bgp.fsm;

/**
 * What can happen to a session, with its number in RFC 4271 section 8.1. A guard is an event: an OPEN that fails
 * negotiation arrives as {@link #BAD_OPEN}, never as {@link #OPEN}, so the table needs no conditions.
 */
public enum Event {
    /** Somebody wants the session and we are to dial (1, 3). */
    START("Start"),
    /** Somebody wants the session and the peer is to dial (4, 5). */
    START_PASSIVE("StartPassive"),
    /** An operator, a limit or a reconfiguration ends the session with Cease (2, 8). */
    STOP("Stop"),
    /** The peer did not answer our dialing in time, or it is time to try again (9). */
    RETRY_EXPIRED("RetryExpired"),
    /** Nothing was heard from the peer for the hold time (10). */
    HOLD_EXPIRED("HoldTime"),
    /** It is time to say that we are alive (11). */
    KEEPALIVE_DUE("KeepaliveDue"),
    /** Nothing could be written to the peer for the send hold time (RFC 9687 section 4.2). */
    SEND_HOLD_EXPIRED("SendHoldTime"),
    /** A connection stands, whoever dialed (16, 17). */
    TCP_UP("TransportUp"),
    /** The connection failed, was refused or was closed by the peer (18). */
    TCP_DOWN("TransportDown"),
    /** An acceptable OPEN (19). */
    OPEN("RecvOpen"),
    /** A message whose header is wrong (21). */
    BAD_HEADER("BadHeader"),
    /** An OPEN that is malformed or unacceptable (22). */
    BAD_OPEN("BadOpen"),
    /** Another connection with the same peer was preferred (23, RFC 4271 section 6.8). */
    COLLISION("Collision"),
    /** Any NOTIFICATION (24, 25). */
    NOTIFICATION("RecvNotification"),
    /** A KEEPALIVE (26). */
    KEEPALIVE("RecvKeepAlive"),
    /** An UPDATE that can be used, perhaps after a remedy of RFC 7606 (27). */
    UPDATE("RecvUpdate"),
    /** An UPDATE that can only be answered with a NOTIFICATION (28). */
    BAD_UPDATE("BadUpdate"),
    /** A ROUTE-REFRESH (RFC 2918). */
    REFRESH("RecvRefresh");

    private final String text;

    Event(String text) {
        this.text = text;
    }

    /** A name for display. */
    @Override
    public String toString() {
        return text;
    }
}
