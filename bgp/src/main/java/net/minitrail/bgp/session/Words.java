package net.minitrail.bgp.session;

import java.util.Locale;
import net.minitrail.bgp.fsm.State;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.OctetString;

/** Causes in words, for logs and for {@code show bgp neighbor}. */
final class Words {
    private Words() {}

    static String received(Notification notification) {
        return "peer sent " + of(notification);
    }

    static String of(BgpProtocolException violation) {
        return String.valueOf(violation.getMessage());
    }

    /** Such as {@code administrative shutdown (6/2): back at noon}. */
    static String of(Notification notification) {
        String name = notification
                .error()
                .map(error -> error.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElse("an unknown error");
        return name + " (" + notification.code() + "/" + notification.subcode() + ")"
                + notification.communication().map(text -> ": " + text).orElse("");
    }

    /** The error of a message that has no place in {@code state}; its data is the type of the message (RFC 6608). */
    static Notification unexpectedIn(State state, MessageType type) {
        ErrorCode error = switch (state) {
            case OPEN_SENT -> ErrorCode.UNEXPECTED_MESSAGE_IN_OPEN_SENT;
            case OPEN_CONFIRM -> ErrorCode.UNEXPECTED_MESSAGE_IN_OPEN_CONFIRM;
            case ESTABLISHED -> ErrorCode.UNEXPECTED_MESSAGE_IN_ESTABLISHED;
            default -> ErrorCode.FINITE_STATE_MACHINE_ERROR;
        };
        return Notification.of(error, OctetString.of((byte) type.number()));
    }
}
