package net.minitrail.bgp.session;

import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.Open;
import net.minitrail.bgp.wire.RouteRefresh;
import net.minitrail.bgp.wire.Update;

/** The kinds of message, with their number in a header (RFC 4271 section 4.1, RFC 2918 section 3). */
public enum MessageType {
    OPEN(1),
    UPDATE(2),
    NOTIFICATION(3),
    KEEPALIVE(4),
    ROUTE_REFRESH(5);

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

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

    int number() {
        return number;
    }

    static MessageType of(BgpMessage message) {
        return message.accept(TYPE);
    }
}
