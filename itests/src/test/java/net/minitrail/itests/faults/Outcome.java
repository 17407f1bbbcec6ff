package net.minitrail.itests.faults;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What must come of a fault, as the tables write it.
 *
 * <pre>
 *   notification 03 05 …   exactly these octets of code, subcode and data; then the routes of the peer are gone
 *   closed                 the connection ends without a NOTIFICATION
 *   established            the session comes up
 *   withdrawn              the session goes on, the route is gone
 *   discarded              the session goes on with the new route, without the attribute
 *   accepted …             the session goes on with the new route, and with these attributes where some are named
 *   ignored                the session goes on, the route is as it was
 * </pre>
 */
record Outcome(Kind kind, String octets) {

    enum Kind {
        NOTIFICATION,
        CLOSED,
        ESTABLISHED,
        WITHDRAWN,
        DISCARDED,
        ACCEPTED,
        IGNORED
    }

    static Outcome of(String text, Octets names) {
        List<String> words = List.of(text.strip().split("\\s+", 2));
        String octets = words.size() < 2 ? "" : HexFormat.of().formatHex(names.read(words.get(1)));
        return new Outcome(Kind.valueOf(words.get(0).toUpperCase(Locale.ROOT)), octets);
    }

    boolean endsSession() {
        return kind == Kind.NOTIFICATION || kind == Kind.CLOSED;
    }
}
