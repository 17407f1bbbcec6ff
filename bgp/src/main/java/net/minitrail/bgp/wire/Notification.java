package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** What would leave the line or the quotes that a text stands in, or turn the direction of writing. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\"\\\\\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

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

    /**
     * A Hard Reset (RFC 8538 section 3.1): the session ends for good, whatever graceful restart would allow.
     *
     * @param cause why; its code, subcode and data are the data of the Hard Reset
     */
    public static Notification hardReset(Notification cause) {
        byte[] data = new byte[2 + cause.data().length()];
        data[0] = (byte) cause.code();
        data[1] = (byte) cause.subcode();
        System.arraycopy(cause.data().toByteArray(), 0, data, 2, cause.data().length());
        return of(ErrorCode.HARD_RESET, OctetString.of(data));
    }

    /** Why a Hard Reset was sent; empty if this is none, or says nothing. */
    public Optional<Notification> hardResetCause() {
        return is(ErrorCode.HARD_RESET) && data.length() >= 2
                ? Optional.of(
                        new Notification(data.u8(0), data.u8(1), OctetString.of(data.toByteArray(), 2, data.length())))
                : Optional.empty();
    }

    /** Whether this says {@code error}. */
    public boolean is(ErrorCode error) {
        return code == error.code() && subcode == error.subcode();
    }

    /** What this says, if it is known. */
    public Optional<ErrorCode> error() {
        return ErrorCode.of(code, subcode);
    }

    /**
     * The operator's text in an administrative shutdown or reset, empty if there is none or it is not UTF-8 of the stated
     * length. Control characters, quotes and backslashes are escaped, so that it can stand in a line, in quotes.
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
            return Optional.of(escaped(text.toString()));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String escaped(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(match -> {
            char found = match.group().charAt(0);
            boolean shown = found == '"' || found == '\\';
            return Matcher.quoteReplacement(shown ? "\\" + found : "\\u%04x".formatted((int) found));
        });
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
