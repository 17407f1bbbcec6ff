package net.minitrail.vrouter.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.minitrail.net.packet.Octets;

/**
 * A message of an SSH conversation in the clear: framed as RFC 4253 section 6 frames messages before keys are exchanged.
 * No keys ever are: the guests pretend no cryptography.
 *
 * @param type message number of RFC 4250 section 4.1.2
 */
record SshPacket(int type, String text) {
    static final int DISCONNECT = 1;
    static final int USERAUTH_REQUEST = 50;
    static final int USERAUTH_SUCCESS = 52;
    static final int CHANNEL_DATA = 94;
    static final int CHANNEL_EOF = 96;
    /** Begins {@code shell}, or {@code exec COMMAND}; {@code signal INT} interrupts. */
    static final int CHANNEL_REQUEST = 98;
    /** The shell wants a line: the exit code of the one before, a blank, the prompt. */
    static final int CHANNEL_SUCCESS = 99;
    /** The server's host key, in a number for private use, since there is no key exchange to carry it. */
    static final int HOST_KEY = 192;

    private static final int BLOCK = 8;
    private static final int LEAST_PADDING = 4;
    private static final int MOST = 1 << 20;

    byte[] encode() {
        byte[] octets = text.getBytes(UTF_8);
        int body = 5 + 1 + 4 + octets.length;
        int padding = LEAST_PADDING + BLOCK - 1 - (body + LEAST_PADDING - 1) % BLOCK;
        byte[] packet = new byte[body + padding];
        Octets.put32(packet, 0, packet.length - 4);
        packet[4] = (byte) padding;
        packet[5] = (byte) type;
        Octets.put32(packet, 6, octets.length);
        System.arraycopy(octets, 0, packet, 10, octets.length);
        return packet;
    }

    /** Takes a stream apart: the line that names the version, then packets. Confined to the routing loop. */
    static final class Reader {
        private byte[] pending = new byte[0];
        private boolean versionSeen;

        /** The whole messages that {@code more} completes; throws if the stream is no such conversation. */
        List<SshPacket> read(byte[] more) {
            byte[] all = Arrays.copyOf(pending, pending.length + more.length);
            System.arraycopy(more, 0, all, pending.length, more.length);
            int at = 0;
            if (!versionSeen) {
                int end = indexOfNewline(all);
                versionSeen = end >= 0;
                at = end + 1;
            }
            var found = new ArrayList<SshPacket>();
            while (versionSeen && all.length - at >= 10) {
                int length = Octets.i32(all, at);
                int text = Octets.i32(all, at + 6);
                if (length < 6 || length > MOST || text < 0 || text > length - 6) {
                    throw new IllegalArgumentException("a packet of " + length + " octets");
                }
                if (all.length - at < 4 + length) {
                    break;
                }
                found.add(new SshPacket(all[at + 5] & 0xFF, new String(all, at + 10, text, UTF_8)));
                at += 4 + length;
            }
            pending = Arrays.copyOfRange(all, at, all.length);
            if (pending.length > MOST) {
                throw new IllegalArgumentException("more than a packet waits");
            }
            return found;
        }

        private static int indexOfNewline(byte[] octets) {
            for (int i = 0; i < octets.length; i++) {
                if (octets[i] == '\n') {
                    return i;
                }
            }
            return -1;
        }
    }
}
