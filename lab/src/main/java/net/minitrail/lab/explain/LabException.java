package net.minitrail.lab.explain;

import org.jspecify.annotations.Nullable;

/** An error that the user can do something about: printed as one message, never as a stack trace. */
public class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String hint;

    public LabException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** @param hint what to do about it, as one clause; null if the message says all */
    public LabException(ErrorCode code, String message, @Nullable String hint) {
        super(message);
        this.code = code;
        this.hint = hint;
    }

    public LabException(ErrorCode code, String message, @Nullable String hint, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    public ErrorCode code() {
        return code;
    }

    public @Nullable String hint() {
        return hint;
    }
}
