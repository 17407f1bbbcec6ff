package net.minitrail.net.packet;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One label stack entry (RFC 3032 section 2.1), four octets.
 *
 * @param label 0 to 1048575
 * @param trafficClass 0 to 7; older texts call it EXP
 * @param bottom whether the payload follows
 * @param ttl 0 to 255
 */
public record MplsEntry(int label, int trafficClass, boolean bottom, int ttl) {
    public static final int LENGTH = 4;

    public MplsEntry {
        checkArgument(label >>> 20 == 0 && trafficClass >>> 3 == 0 && ttl >>> 8 == 0, "label stack entry out of range");
    }

    /** The entry of a stack of one label, class 0. */
    public static MplsEntry only(int label, int ttl) {
        return new MplsEntry(label, 0, true, ttl);
    }

    public static MplsEntry decode(byte[] octets, int at) throws MalformedPacketException {
        Octets.need(octets.length >= at + LENGTH, "label stack is cut short");
        int word = Octets.i32(octets, at);
        return new MplsEntry(word >>> 12, word >>> 9 & 7, (word & 0x100) != 0, word & 0xFF);
    }

    public void encode(byte[] octets, int at) {
        Octets.put32(octets, at, label << 12 | trafficClass << 9 | (bottom ? 0x100 : 0) | ttl);
    }
}
