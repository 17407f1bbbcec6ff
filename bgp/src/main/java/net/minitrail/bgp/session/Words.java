package net.minitrail.bgp.session;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import net.minitrail.bgp.fsm.State;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.OctetString;

/** Causes in words, for logs and for {@code show bgp neighbor}. */
final class Words {
    /** Octets of a NOTIFICATION's data that are shown. */
    private static final int SHOWN = 32;

    private Words() {}

    static String received(Notification notification) {
        return "the peer ended it: " + of(notification);
    }

    static String of(BgpProtocolException violation) {
        return String.valueOf(violation.getMessage());
    }

    /** Such as {@code Cease/Administrative Shutdown (6/2): "back at noon"}. */
    static String of(Notification notification) {
        String name = name(notification) + " (" + notification.code() + "/" + notification.subcode() + ")";
        return notification
                .hardResetCause()
                .map(cause -> name + " for " + of(cause))
                .orElseGet(() -> name + detail(notification));
    }

    private static String detail(Notification notification) {
        String text = notification.communication().orElse("");
        if (!text.isEmpty()) {
            return ": \"" + text + "\"";
        }
        OctetString data = notification.data();
        boolean says = data.isEmpty() || (data.length() == 1 && data.u8(0) == 0);
        return says ? "" : ", data " + hex(data);
    }

    private static String hex(OctetString data) {
        String octets = data.toString();
        return data.length() <= SHOWN ? octets : octets.substring(0, 2 * SHOWN) + "…";
    }

    /** {@code Cease}. */
    static String ofCode(int code) {
        return switch (code) {
            case 1 -> "Message Header Error";
            case 2 -> "OPEN Message Error";
            case 3 -> "UPDATE Message Error";
            case 4 -> "Hold Timer Expired";
            case 5 -> "Finite State Machine Error";
            case 6 -> "Cease";
            case 7 -> "ROUTE-REFRESH Message Error";
            case 8 -> "Send Hold Timer Expired";
            default -> "Unknown Error";
        };
    }

    /** {@code Cease/Administrative Shutdown}, or the code alone where the subcode says nothing. */
    private static String name(Notification notification) {
        String code = ofCode(notification.code());
        return notification.subcode() == 0
                ? code
                : notification
                        .error()
                        .map(error -> code + "/" + title(error.name()))
                        .orElse(code);
    }

    private static String title(String name) {
        return Arrays.stream(name.split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "))
                .replace("Bgp ", "BGP ")
                .replace(" As", " AS")
                .replace("Bfd ", "BFD ");
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
