package net.minitrail.xmpp.session;

import net.minitrail.xmpp.stanza.ControllerNotice;

/** What an agent hears of one control node. All calls are on the routing loop. */
public interface ControllerListener {

    /** The session is up: subscribe and publish all there is. */
    void onUp(XmppClient controller);

    /** Between {@link #onUp} and {@link #onDown}. */
    void onNotice(XmppClient controller, ControllerNotice notice);

    /** The session is over. The client dials again by itself. Comes once for each {@link #onUp}. */
    void onDown(XmppClient controller, String reason);
}
