package net.minitrail.xmpp.stream;

/** Checks octets to be UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8Check {
    private int remaining;
    private int low;
    private int high;

    /** Whether {@code octet} (0 to 255) may follow those seen so far. */
    boolean accepts(int octet) {
        if (remaining > 0) {
            boolean valid = octet >= low && octet <= high;
            remaining--;
            low = 0x80;
            high = 0xBF;
            return valid;
        }
        if (octet < 0x80) {
            return true;
        }
        low = 0x80;
        high = 0xBF;
        if (octet >= 0xC2 && octet <= 0xDF) {
            remaining = 1;
        } else if (octet >= 0xE0 && octet <= 0xEF) {
            remaining = 2;
            low = octet == 0xE0 ? 0xA0 : 0x80;
            high = octet == 0xED ? 0x9F : 0xBF;
        } else if (octet >= 0xF0 && octet <= 0xF4) {
            remaining = 3;
            low = octet == 0xF0 ? 0x90 : 0x80;
            high = octet == 0xF4 ? 0x8F : 0xBF;
        } else {
            return false;
        }
        return true;
    }

    /** Whether no character is half read. */
    boolean isWhole() {
        return remaining == 0;
    }
}
