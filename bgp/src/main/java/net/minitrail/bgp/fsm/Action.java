package net.minitrail.bgp.fsm;

/** What the owner of a session does when {@link BgpFsm} says so, in the given order. */
public enum Action {
    /** Open a connection to the peer; the outcome is {@link Event#TCP_UP} or {@link Event#TCP_DOWN}. */
    DIAL,
    /** Start, or start again, the connect retry timer; its end is {@link Event#RETRY_EXPIRED}. */
    ARM_RETRY,
    /** Cancel the connect retry timer. */
    STOP_RETRY,
    /** Send our OPEN. */
    SEND_OPEN,
    /** Start the hold timer with the long time that RFC 4271 section 8.2.2 suggests for OpenSent, 4 minutes. */
    ARM_LONG_HOLD,
    /** Start, or start again, the hold timer with the negotiated time, unless that is zero. */
    ARM_HOLD,
    /** Start, or start again, the keepalive timer with a third of the hold time, unless that is zero. */
    ARM_KEEPALIVE,
    /** Send a KEEPALIVE. */
    SEND_KEEPALIVE,
    /** Tell the routing side that routes may be exchanged. */
    SESSION_UP,
    /** Tell the routing side that the routes of the peer are to be forgotten, or kept as stale. */
    SESSION_DOWN,
    /** Pass the message that caused the event to the routing side. */
    DELIVER,
    /** Send the NOTIFICATION that explains the event. */
    NOTIFY,
    /** Close the connection, or give up dialing. */
    DROP_TCP
}
