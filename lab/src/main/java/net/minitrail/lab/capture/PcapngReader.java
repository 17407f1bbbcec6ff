package net.minitrail.lab.capture;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of a pcapng stream as our nodes write it: little-endian, nanoseconds, every packet in an enhanced
 * block. Confined to one thread.
 */
final class PcapngReader {
    private static final int ENHANCED_PACKET = 6;
    private static final int MAX_BLOCK = 1 << 20;
    private static final int FIXED = 12;
    private static final long NANOS = 1_000_000_000L;

    private final DataInputStream in;

    PcapngReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /**
     * A packet.
     *
     * @param point index of its interface block
     */
    record Packet(int point, Instant time, byte[] frame) {}

    /** Reads the section header, which a node writes once it listens. */
    void begin() throws IOException {
        byte[] head = new byte[8];
        in.readFully(head);
        body(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
    }

    /** The next packet; null at the end of the stream. */
    @Nullable
    Packet next() throws IOException {
        while (true) {
            byte[] head = new byte[8];
            try {
                in.readFully(head);
            } catch (EOFException e) {
                return null;
            }
            ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            int type = header.getInt();
            byte[] body = body(header.getInt());
            if (type == ENHANCED_PACKET) {
                return packet(ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
            }
        }
    }

    private byte[] body(int length) throws IOException {
        if (length < FIXED || length > MAX_BLOCK) {
            throw new IOException("pcapng block of " + length + " octets (expected: 12 to " + MAX_BLOCK + ")");
        }
        byte[] body = new byte[length - FIXED];
        in.readFully(body);
        in.readInt();
        return body;
    }

    private static Packet packet(ByteBuffer body) {
        int point = body.getInt();
        long time = (long) body.getInt() << 32 | body.getInt() & 0xFFFF_FFFFL;
        byte[] frame = new byte[body.getInt()];
        body.getInt();
        body.get(frame);
        return new Packet(point, Instant.ofEpochSecond(time / NANOS, time % NANOS), frame);
    }
}
