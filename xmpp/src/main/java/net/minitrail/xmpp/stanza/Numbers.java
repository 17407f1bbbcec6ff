package net.minitrail.xmpp.stanza;

/** Strict decimal numbers: digits only, bounded. */
final class Numbers {
    static final long UNSIGNED_INT = 0xFFFF_FFFFL;

    private Numbers() {}

    /** A number of 0 to {@code max}; an empty text is refused. */
    static int parse(String element, String text, int max) throws RefusedItemException {
        return (int) parseLong(element, text, max);
    }

    static long parseLong(String element, String text, long max) throws RefusedItemException {
        long value = 0;
        boolean valid = !text.isEmpty() && text.length() <= 19;
        for (int i = 0; valid && i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            valid = digit >= 0 && digit <= 9 && value <= (Long.MAX_VALUE - digit) / 10;
            value = value * 10 + digit;
        }
        if (!valid || value > max) {
            throw new RefusedItemException("%s: '%s' (expected: 0..%d)".formatted(element, text, max));
        }
        return value;
    }

    /** As {@link #parseLong}, but an element that is missing or empty is {@code missing}. */
    static long orElse(String element, String text, long max, long missing) throws RefusedItemException {
        return text.isEmpty() ? missing : parseLong(element, text, max);
    }
}
