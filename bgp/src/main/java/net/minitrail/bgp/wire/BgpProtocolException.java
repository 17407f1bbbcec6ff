package net.minitrail.bgp.wire;

/**
 * The peer broke the protocol. Carries what a NOTIFICATION needs and what RFC 7606 says to do about it, so the session
 * only has to ask {@link #remedy()}; it never inspects the message text. Has no stack trace: a peer can cause many.
 */
public final class BgpProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Mildest first: when one UPDATE has several errors, the greatest remedy wins (RFC 7606 section 3, item h). */
    public enum Remedy {
        DISCARD_ATTRIBUTE,
        TREAT_AS_WITHDRAW,
        RESET_SESSION
    }

    private final ErrorCode error;
    private final Remedy remedy;
    private final transient OctetString data;
    private final String detail;

    private BgpProtocolException(Remedy remedy, ErrorCode error, OctetString data, String detail) {
        super(
                "%s (%d/%d): %s".formatted(error, error.code(), error.subcode(), detail),
                null,
                /* enableSuppression= */ false,
                /* writableStackTrace= */ false);
        this.remedy = remedy;
        this.error = error;
        this.data = data;
        this.detail = detail;
    }

    /** Forget the attribute {@code data} and go on; only for attributes that do not steer the choice of a path. */
    public static BgpProtocolException discardAttribute(ErrorCode error, OctetString data, String detail) {
        return new BgpProtocolException(Remedy.DISCARD_ATTRIBUTE, error, data, detail);
    }

    /** Take the routes that come with the attribute {@code data} for withdrawn. */
    public static BgpProtocolException treatAsWithdraw(ErrorCode error, OctetString data, String detail) {
        return new BgpProtocolException(Remedy.TREAT_AS_WITHDRAW, error, data, detail);
    }

    /** Send the NOTIFICATION and close. */
    public static BgpProtocolException resetSession(ErrorCode error, OctetString data, String detail) {
        return new BgpProtocolException(Remedy.RESET_SESSION, error, data, detail);
    }

    /** The same error with the severest remedy. */
    BgpProtocolException escalated() {
        return remedy == Remedy.RESET_SESSION ? this : resetSession(error, data, detail);
    }

    /** The same error under another code and with other data. */
    BgpProtocolException with(ErrorCode otherError, OctetString otherData) {
        return new BgpProtocolException(remedy, otherError, otherData, detail);
    }

    /** The same error, said to be of the attribute {@code type} with the octets {@code attribute}. */
    BgpProtocolException inAttribute(int type, OctetString attribute) {
        return new BgpProtocolException(remedy, error, attribute, "attribute " + type + ": " + detail);
    }

    public Remedy remedy() {
        return remedy;
    }

    public ErrorCode error() {
        return error;
    }

    /** The message to send should the remedy be {@link Remedy#RESET_SESSION}. */
    public Notification toNotification() {
        return Notification.of(error, data);
    }
}
