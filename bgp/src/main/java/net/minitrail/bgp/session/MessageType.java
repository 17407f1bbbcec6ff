package net.minitrail.bgp.session;

import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.Open;
import net.minitrail.bgp.wire.RouteRefresh;
import net.minitrail.bgp.wire.Update;

/** The kinds of message, for counting. */
public enum MessageType {
    OPEN,
    UPDATE,
    NOTIFICATION,
    KEEPALIVE,
    ROUTE_REFRESH;

    private static final BgpMessage.Handler<MessageType> TYPE = new BgpMessage.Handler<>() {
        @Override
        public MessageType onOpen(Open open) {
            return OPEN;
        }

        @Override
        public MessageType onUpdate(Update update) {
            return UPDATE;
        }

        @Override
        public MessageType onNotification(Notification notification) {
            return NOTIFICATION;
        }

        @Override
        public MessageType onKeepalive() {
            return KEEPALIVE;
        }

        @Override
        public MessageType onRouteRefresh(RouteRefresh refresh) {
            return ROUTE_REFRESH;
        }
    };

    static MessageType of(BgpMessage message) {
        return message.accept(TYPE);
    }
}
