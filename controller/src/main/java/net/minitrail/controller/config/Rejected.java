package net.minitrail.controller.config;

/**
 * A request that the configuration refuses: the user's fault. The message is one line, names the field, the rule and what
 * was found, and is safe to send back.
 */
public final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public Rejected(int status, String message) {
        super(message);
        this.status = status;
    }

    /** 400: the request is wrong in itself. */
    public static Rejected invalid(String field, String problem) {
        return new Rejected(400, field + ": " + problem);
    }

    /** 404: it names something that is not there. */
    public static Rejected missing(String what) {
        return new Rejected(404, what);
    }

    /** 409: it would be right, but not in the present state. */
    public static Rejected conflict(String problem) {
        return new Rejected(409, problem);
    }

    /** The HTTP status that fits: 400, 403, 404, 409, 413 or 415. */
    public int status() {
        return status;
    }
}
