package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Why the session ends (RFC 4271 section 4.5).
 *
 * @param code 0 to 255, not necessarily of a known {@link ErrorCode}
 * @param subcode 0 to 255
 * @param data what the error's definition says to send along
 */
public record Notification(int code, int subcode, OctetString data) implements BgpMessage {
    /** The most octets of UTF-8 that a shutdown communication holds (RFC 9003 section 2). */
    public static final int MAX_COMMUNICATION = 255;

    public Notification {
        checkArgument(code >= 0 && code <= 0xFF, "code %s is not in 0..255", code);
        checkArgument(subcode >= 0 && subcode <= 0xFF, "subcode %s is not in 0..255", subcode);
    }

    public static Notification of(ErrorCode error) {
        return of(error, OctetString.EMPTY);
    }

    public static Notification of(ErrorCode error, OctetString data) {
        return new Notification(error.code(), error.subcode(), data);
    }

    /**
     * A Cease with a text for the operator at the other end (RFC 9003).
     *
     * @param error {@link ErrorCode#ADMINISTRATIVE_SHUTDOWN} or {@link ErrorCode#ADMINISTRATIVE_RESET}
     * @param text cut at a character boundary to {@value #MAX_COMMUNICATION} octets of UTF-8
     */
    public static Notification shutdown(ErrorCode error, String text) {
        checkArgument(
                error == ErrorCode.ADMINISTRATIVE_SHUTDOWN || error == ErrorCode.ADMINISTRATIVE_RESET,
                "%s carries no text",
                error);
        ByteBuffer octets = ByteBuffer.allocate(1 + MAX_COMMUNICATION).position(1);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text), octets, true);
        octets.put(0, (byte) (octets.position() - 1));
        return of(error, OctetString.of(octets.array(), 0, octets.position()));
    }

    /** What this says, if it is known. */
    public Optional<ErrorCode> error() {
        return ErrorCode.of(code, subcode);
    }

    /**
     * The operator's text in an administrative shutdown or reset, with control characters replaced, so that it can be
     * logged; empty if there is none or it is not UTF-8 of the stated length.
     */
    public Optional<String> communication() {
        boolean carriesText =
                code == ErrorCode.ADMINISTRATIVE_SHUTDOWN.code() && (subcode == 2 || subcode == 4) && !data.isEmpty();
        if (!carriesText || data.u8(0) != data.length() - 1 || data.length() == 1) {
            return Optional.empty();
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data.toByteArray(), 1, data.length() - 1));
            return Optional.of(text.toString().replaceAll("\\p{Cntrl}|[\\u0080-\\u009f\\u2028\\u2029]", "?"));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onNotification(this);
    }

    @Override
    public String toString() {
        String name = error().map(Enum::name).orElse("UNKNOWN");
        return name + " (" + code + "/" + subcode + ")" + (data.isEmpty() ? "" : " " + data);
    }
}
