package net.minitrail.net.packet;

/**
 * Options of a TCP segment: those of RFC 9293 section 3.2, RFC 7323 and RFC 2018 that end hosts agree on. Others are skipped.
 *
 * @param maximumSegment octets of data that the sender takes in a segment, 0 if it does not say
 * @param windowScale bits that its windows are shifted by from now on, -1 if it does not say
 * @param selective whether it takes selective acknowledgments
 * @param timestamps whether the two numbers that follow are there
 * @param timestamp of the sender, unsigned
 * @param echo of the timestamp that it got last, 0 if it got none
 */
public record TcpOptions(
        int maximumSegment, int windowScale, boolean selective, boolean timestamps, int timestamp, int echo) {
    public static final TcpOptions NONE = new TcpOptions(0, -1, false, false, 0, 0);

    static final int END = 0;
    static final int NO_OPERATION = 1;
    static final int MAXIMUM_SEGMENT = 2;
    static final int WINDOW_SCALE = 3;
    static final int SELECTIVE = 4;
    static final int TIMESTAMPS = 8;
    private static final int MOST = 40;
    private static final int MOST_SCALE = 14;

    /** The timestamps alone, as in every segment of a connection that has them. */
    public static TcpOptions timestamps(int timestamp, int echo) {
        return new TcpOptions(0, -1, false, true, timestamp, echo);
    }

    /** Reads the options in a header; a length that does not fit ends them. */
    static TcpOptions decode(byte[] octets, int from, int to) {
        TcpOptions options = NONE;
        int at = from;
        while (at < to && octets[at] != END) {
            int length = octets[at] == NO_OPERATION ? 1 : at + 1 < to ? Octets.u8(octets, at + 1) : 0;
            if (length == 0 || length == 1 && octets[at] != NO_OPERATION || at + length > to) {
                return options;
            }
            options = options.with(octets, at, length);
            at += length;
        }
        return options;
    }

    private TcpOptions with(byte[] octets, int at, int length) {
        int kind = octets[at];
        if (kind == MAXIMUM_SEGMENT && length == 4) {
            int size = Octets.u16(octets, at + 2);
            return new TcpOptions(size, windowScale, selective, timestamps, timestamp, echo);
        } else if (kind == WINDOW_SCALE && length == 3) {
            int scale = Math.min(Octets.u8(octets, at + 2), MOST_SCALE); // RFC 7323 section 2.3
            return new TcpOptions(maximumSegment, scale, selective, timestamps, timestamp, echo);
        } else if (kind == SELECTIVE && length == 2) {
            return new TcpOptions(maximumSegment, windowScale, true, timestamps, timestamp, echo);
        } else if (kind == TIMESTAMPS && length == 10) {
            int theirs = Octets.i32(octets, at + 2);
            return new TcpOptions(maximumSegment, windowScale, selective, true, theirs, Octets.i32(octets, at + 6));
        }
        return this;
    }

    /** The options in the order in which Linux sends them, padded to a multiple of four. */
    byte[] encode() {
        byte[] octets = new byte[MOST];
        int at = 0;
        if (maximumSegment > 0) {
            at = put(octets, at, MAXIMUM_SEGMENT, 4);
            Octets.put16(octets, at - 2, maximumSegment);
        }
        if (selective) {
            at = put(octets, timestamps ? at : pad(octets, at, 2), SELECTIVE, 2);
        }
        if (timestamps) {
            at = put(octets, selective ? at : pad(octets, at, 2), TIMESTAMPS, 10);
            Octets.put32(octets, at - 8, timestamp);
            Octets.put32(octets, at - 4, echo);
        }
        if (windowScale >= 0) {
            at = put(octets, pad(octets, at, 1), WINDOW_SCALE, 3);
            octets[at - 1] = (byte) windowScale;
        }
        return java.util.Arrays.copyOf(octets, at);
    }

    private static int pad(byte[] octets, int at, int count) {
        for (int i = 0; i < count; i++) {
            octets[at + i] = NO_OPERATION;
        }
        return at + count;
    }

    /** Answers where the option ends. */
    private static int put(byte[] octets, int at, int kind, int length) {
        octets[at] = (byte) kind;
        octets[at + 1] = (byte) length;
        return at + length;
    }
}
