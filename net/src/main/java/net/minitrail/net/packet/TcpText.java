package net.minitrail.net.packet;

import org.jspecify.annotations.Nullable;

/** A TCP segment as tcpdump prints it. */
final class TcpText {
    private static final int HEADER = 20;
    private static final String[] FLAGS = {"F", "S", "R", "P", ".", "U", "E", "W"};
    private static final int[] ORDER = {1, 0, 2, 3, 5, 6, 7, 4};

    private TcpText() {}

    /** @param numbers of the capture that it is in, null for absolute ones */
    static String describe(String source, String destination, byte[] octets, @Nullable TcpNumbers numbers)
            throws MalformedPacketException {
        Octets.need(octets.length >= HEADER, "TCP shorter than 20 octets");
        int header = (octets[12] >> 4 & 0xF) * 4;
        Octets.need(header >= HEADER && header <= octets.length, "TCP data offset does not fit");
        int bits = Octets.u8(octets, 13);
        int length = octets.length - header;
        String from = source + "." + Octets.u16(octets, 0);
        String to = destination + "." + Octets.u16(octets, 2);
        boolean acknowledges = (bits & TcpSegment.ACK) != 0;
        boolean synchronizes = (bits & TcpSegment.SYN) != 0;
        TcpNumbers.Base base = numbers == null || !acknowledges
                ? TcpNumbers.ABSOLUTE
                : numbers.base(
                        new TcpNumbers.Ends(from, to), Octets.i32(octets, 4), Octets.i32(octets, 8), synchronizes);
        int sequence = Octets.i32(octets, 4) - base.sequence();
        var text = new StringBuilder(from + " > " + to + ": Flags [");
        for (int flag : ORDER) {
            text.append((bits >> flag & 1) != 0 ? FLAGS[flag] : "");
        }
        text.append(bits == 0 ? "none]" : "]");
        if (length > 0) {
            text.append(", seq ").append(number(sequence)).append(':').append(number(sequence + length));
        } else if ((bits & 7) != 0) {
            text.append(", seq ").append(number(sequence));
        }
        if (acknowledges) {
            text.append(", ack ").append(number(Octets.i32(octets, 8) - base.acknowledgment()));
        }
        String options = TcpOptionsText.describe(octets, HEADER, header);
        text.append(", win ").append(Octets.u16(octets, 14)).append(options);
        return text.append(TcpOptionsText.isBroken(options) ? "" : ", length " + length)
                .toString();
    }

    private static String number(int unsigned) {
        return Integer.toUnsignedString(unsigned);
    }
}
