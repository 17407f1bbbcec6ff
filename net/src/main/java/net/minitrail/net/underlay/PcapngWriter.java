package net.minitrail.net.underlay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Writes a pcapng section: one Ethernet interface block a capture point, then enhanced packet blocks with nanoseconds.
 * Confined to one thread.
 *
 * @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html">the pcapng format</a>
 */
public final class PcapngWriter {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    private static final int ETHERNET = 1;
    private static final int SNAP_LENGTH = 262_144;
    private static final int OPTION_NAME = 2;
    private static final int OPTION_RESOLUTION = 9;

    private final OutputStream out;

    /** Writes the header and an interface block for each name, and flushes. */
    public PcapngWriter(OutputStream out, List<String> interfaces) throws IOException {
        this.out = out;
        ByteBuffer header = body(16);
        header.putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
        block(SECTION_HEADER, header);
        for (String name : interfaces) {
            byte[] octets = name.getBytes(StandardCharsets.UTF_8);
            ByteBuffer description = body(8 + 4 + padded(octets.length) + 8 + 4);
            description.putShort((short) ETHERNET).putShort((short) 0).putInt(SNAP_LENGTH);
            description.putShort((short) OPTION_NAME).putShort((short) octets.length);
            description.put(octets).position(12 + padded(octets.length));
            description.putShort((short) OPTION_RESOLUTION).putShort((short) 1).put((byte) 9);
            description.position(description.limit());
            block(INTERFACE_DESCRIPTION, description);
        }
        out.flush();
    }

    /** Writes and flushes one frame of the interface with this index. */
    public void frame(int interfaceIndex, Instant time, byte[] frame) throws IOException {
        long nanos = time.getEpochSecond() * 1_000_000_000L + time.getNano();
        ByteBuffer packet = body(20 + padded(frame.length));
        packet.putInt(interfaceIndex).putInt((int) (nanos >>> 32)).putInt((int) nanos);
        packet.putInt(frame.length).putInt(frame.length).put(frame);
        packet.position(packet.limit());
        block(ENHANCED_PACKET, packet);
        out.flush();
    }

    /**
     * Writes an interface statistics block without options. Readers skip it; writing it shows whether anybody still reads.
     */
    public void statistics(int interfaceIndex) throws IOException {
        ByteBuffer statistics = body(12);
        statistics.putInt(interfaceIndex).putLong(0);
        block(INTERFACE_STATISTICS, statistics);
        out.flush();
    }

    private void block(int type, ByteBuffer body) throws IOException {
        int length = 12 + body.capacity();
        byte[] block = new byte[length];
        body.rewind();
        ByteBuffer.wrap(block)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt(length)
                .put(body)
                .putInt(length);
        out.write(block);
    }

    private static ByteBuffer body(int octets) {
        return ByteBuffer.allocate(octets).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int padded(int octets) {
        return (octets + 3) / 4 * 4;
    }
}
