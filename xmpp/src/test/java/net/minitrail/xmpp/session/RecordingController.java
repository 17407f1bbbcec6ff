package net.minitrail.xmpp.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.minitrail.xmpp.stanza.ControllerNotice;

/** What an agent heard, in order: "up", notices, "down: reason". */
final class RecordingController implements ControllerListener {
    final List<Object> log = new CopyOnWriteArrayList<>();

    @Override
    public void onUp(XmppClient controller) {
        log.add("up");
    }

    @Override
    public void onNotice(XmppClient controller, ControllerNotice notice) {
        log.add(notice);
    }

    @Override
    public void onDown(XmppClient controller, String reason) {
        log.add("down: " + reason);
    }
}
