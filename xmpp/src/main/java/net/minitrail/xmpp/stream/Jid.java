package net.minitrail.xmpp.stream;

/** What may name an agent: RFC 7622's length, and an alphabet that is safe in logs, file names and markup. */
public final class Jid {
    private static final int MAX_OCTETS = 3071;

    private Jid() {}

    /** Throws unless {@code name} is 1 to 3071 letters, digits and {@code . _ - @ : +}, not starting with a dot. */
    public static void check(String name) throws StreamException {
        if (name.isEmpty()) {
            throw new StreamException(StreamError.IMPROPER_ADDRESSING, "no 'from'");
        }
        if (name.length() > MAX_OCTETS || name.charAt(0) == '.') {
            throw new StreamException(
                    StreamError.IMPROPER_ADDRESSING, "'from' of %d characters".formatted(name.length()));
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && "._-@:+".indexOf(c) < 0) {
                throw new StreamException(StreamError.IMPROPER_ADDRESSING, "'from' is '" + name + "'");
            }
        }
    }
}
