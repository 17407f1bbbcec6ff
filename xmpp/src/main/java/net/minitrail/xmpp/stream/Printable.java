package net.minitrail.xmpp.stream;

/** Text of a peer, made safe for a log line or a terminal. */
public final class Printable {
    private static final int LIMIT = 500;

    private Printable() {}

    /** Replaces all but printable ASCII, and cuts what is longer than 500 characters. */
    public static String escape(String text) {
        var safe = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LIMIT); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                safe.append(c);
            } else {
                safe.append("\\u%04x".formatted((int) c));
            }
        }
        return text.length() > LIMIT ? safe + "…" : safe.toString();
    }
}
