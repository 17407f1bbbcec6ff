package net.minitrail.net.packet;

/** A TCP segment as tcpdump prints it, with absolute sequence numbers. */
final class TcpText {
    private static final int HEADER = 20;
    private static final String[] FLAGS = {"F", "S", "R", "P", ".", "U", "E", "W"};
    private static final int[] ORDER = {1, 0, 2, 3, 5, 6, 7, 4};

    private TcpText() {}

    static String describe(String source, String destination, byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER, "TCP shorter than 20 octets");
        int header = (octets[12] >> 4 & 0xF) * 4;
        Octets.need(header >= HEADER && header <= octets.length, "TCP data offset does not fit");
        int bits = Octets.u8(octets, 13);
        int length = octets.length - header;
        long sequence = Octets.i32(octets, 4) & 0xFFFF_FFFFL;
        var text = new StringBuilder(
                "%s.%d > %s.%d: Flags [".formatted(source, Octets.u16(octets, 0), destination, Octets.u16(octets, 2)));
        for (int flag : ORDER) {
            text.append((bits >> flag & 1) != 0 ? FLAGS[flag] : "");
        }
        text.append(bits == 0 ? "none]" : "]");
        if (length > 0) {
            text.append(", seq ").append(sequence).append(':').append(sequence + length);
        } else if ((bits & 7) != 0) {
            text.append(", seq ").append(sequence);
        }
        if ((bits & 0x10) != 0) {
            text.append(", ack ").append(Octets.i32(octets, 8) & 0xFFFF_FFFFL);
        }
        String options = TcpOptionsText.describe(octets, HEADER, header);
        text.append(", win ").append(Octets.u16(octets, 14)).append(options);
        return text.append(TcpOptionsText.isBroken(options) ? "" : ", length " + length)
                .toString();
    }
}
