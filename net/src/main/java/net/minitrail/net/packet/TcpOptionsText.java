package net.minitrail.net.packet;

import java.util.StringJoiner;

/** Options of a TCP header in the words of tcpdump, each as it stands there, padding too. */
final class TcpOptionsText {
    private static final int SACK = 5;
    private static final String BAD = "[bad opt]";

    private TcpOptionsText() {}

    /** {@code , options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7]}; empty if there are none. */
    static String describe(byte[] octets, int from, int to) {
        if (from >= to) {
            return "";
        }
        var words = new StringJoiner(",", ", options [", "]");
        int at = from;
        while (at < to) {
            int kind = Octets.u8(octets, at);
            int length = kind <= TcpOptions.NO_OPERATION ? 1 : at + 1 < to ? Octets.u8(octets, at + 1) : 0;
            if (length == 0 || length == 1 && kind > TcpOptions.NO_OPERATION || at + length > to) {
                return words.add(BAD).toString();
            }
            words.add(word(kind, octets, at, length));
            at = kind == TcpOptions.END ? to : at + length;
        }
        return words.toString();
    }

    /** Whether a description ends where an option does not fit, after which tcpdump says no more of the segment. */
    static boolean isBroken(String description) {
        return description.endsWith(BAD + "]");
    }

    private static String word(int kind, byte[] octets, int at, int length) {
        return switch (kind) {
            case TcpOptions.END -> "eol";
            case TcpOptions.NO_OPERATION -> "nop";
            case TcpOptions.MAXIMUM_SEGMENT ->
                length == 4 ? "mss " + Octets.u16(octets, at + 2) : "mss[len " + length + "]";
            case TcpOptions.WINDOW_SCALE ->
                length == 3 ? "wscale " + Octets.u8(octets, at + 2) : "wscale[len " + length + "]";
            case TcpOptions.SELECTIVE -> "sackOK";
            case TcpOptions.TIMESTAMPS ->
                length == 10
                        ? "TS val %s ecr %s".formatted(number(octets, at + 2), number(octets, at + 6))
                        : "TS[len " + length + "]";
            case SACK -> sack(octets, at, length);
            default -> unknown(kind, octets, at, length);
        };
    }

    private static String sack(byte[] octets, int at, int length) {
        var text = new StringBuilder("sack " + length / 8 + " ");
        for (int block = at + 2; block + 8 <= at + length; block += 8) {
            text.append("{%s:%s}".formatted(number(octets, block), number(octets, block + 4)));
        }
        return text.toString();
    }

    private static String unknown(int kind, byte[] octets, int at, int length) {
        var text = new StringBuilder("unknown-" + kind + (length > 2 ? " 0x" : ""));
        for (int i = at + 2; i < at + length; i++) {
            text.append("%02x".formatted(octets[i]));
        }
        return text.toString();
    }

    private static String number(byte[] octets, int at) {
        return Integer.toUnsignedString(Octets.i32(octets, at));
    }
}
