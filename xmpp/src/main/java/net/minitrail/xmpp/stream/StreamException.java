package net.minitrail.xmpp.stream;

/** The peer broke the stream: nothing after this point can be trusted, so the stream ends with {@link #error}. */
public final class StreamException extends Exception {
    private static final long serialVersionUID = 1L;

    private final StreamError error;

    public StreamException(StreamError error, String detail) {
        super(error.condition() + ": " + detail);
        this.error = error;
    }

    public StreamError error() {
        return error;
    }

    /** What to log and show: the condition and the detail, with all but printable ASCII escaped. */
    public String reason() {
        return Printable.escape(String.valueOf(getMessage()));
    }
}
