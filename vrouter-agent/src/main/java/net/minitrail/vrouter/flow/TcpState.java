package net.minitrail.vrouter.flow;

import net.minitrail.net.packet.Octets;
import net.minitrail.net.packet.TcpSegment;

/**
 * How far a TCP connection has come, as the vRouter follows it in both directions of a flow: enough to know when it is
 * over, without sequence checks beyond those of the acknowledgments that open and close it.
 */
public final class TcpState {
    public static final int SYN = 1;
    public static final int SYN_REVERSE = 2;
    public static final int ESTABLISHED = 4;
    public static final int ESTABLISHED_REVERSE = 8;
    public static final int FIN = 16;
    public static final int FIN_REVERSE = 32;
    public static final int RESET = 64;
    public static final int HALF_CLOSED = 128;
    public static final int DEAD = 256;

    private static final int HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final String[] LETTERS = {"S", "Sr", "E", "Er", "F", "Fr", "R", "C", "D"};

    private TcpState() {}

    /** The letters that {@code flow} prints, in its order. */
    public static String text(int state) {
        if (state == 0) {
            return "";
        }
        var text = new StringBuilder();
        for (int bit = 0; bit < LETTERS.length; bit++) {
            if ((state & 1 << bit) != 0) {
                text.append(LETTERS[bit]);
            }
        }
        return text.toString();
    }

    /** Moves both directions on by a segment of {@code flow}. Later fragments say nothing. */
    static void segment(Flow flow, Flow reverse, byte[] packet) {
        int at = packet[0] >> 4 == 4 ? (packet[0] & 0xF) * 4 : V6_HEADER;
        boolean fragment = packet[0] >> 4 == 4 && (Octets.u16(packet, 6) & 0x1FFF) != 0;
        if (fragment || packet.length < at + HEADER) {
            return;
        }
        int flags = packet[at + 13];
        boolean syn = (flags & TcpSegment.SYN) != 0;
        if ((flags & TcpSegment.RST) != 0) {
            flow.addTcp(RESET | DEAD);
            reverse.addTcp(RESET | DEAD);
            return;
        }
        int sequence = Octets.i32(packet, at + 4);
        boolean acks = (flags & TcpSegment.ACK) != 0 && Octets.i32(packet, at + 8) - reverse.awaitedAck() >= 0;
        if (syn) {
            flow.addTcp(SYN);
            reverse.addTcp(SYN_REVERSE);
            flow.awaitAck(sequence + 1);
        }
        boolean acksSyn = acks && (syn || (flow.tcp() & ESTABLISHED) != 0);
        if (acksSyn && (flow.tcp() & SYN_REVERSE) != 0 && (flow.tcp() & ESTABLISHED_REVERSE) == 0) {
            flow.addTcp(ESTABLISHED_REVERSE);
            reverse.addTcp(ESTABLISHED);
        }
        if (acks && (reverse.tcp() & FIN) != 0) {
            reverse.addTcp(HALF_CLOSED);
        }
        if ((flags & TcpSegment.FIN) != 0) {
            int header = (packet[at + 12] >> 4 & 0xF) * 4;
            flow.addTcp(FIN);
            reverse.addTcp(FIN_REVERSE);
            flow.awaitAck(sequence + Math.max(0, packet.length - at - header) + 1);
        }
        if ((flow.tcp() & HALF_CLOSED) != 0 && (reverse.tcp() & HALF_CLOSED) != 0) {
            flow.addTcp(DEAD);
            reverse.addTcp(DEAD);
        }
    }
}
