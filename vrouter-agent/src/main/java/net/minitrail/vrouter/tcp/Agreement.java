package net.minitrail.vrouter.tcp;

import net.minitrail.net.packet.TcpOptions;
import net.minitrail.net.packet.TcpSegment;
import net.minitrail.net.runtime.RoutingLoop;

/**
 * What both ends of a connection have agreed on in their first segments, and the timestamps since (RFC 7323). We offer what
 * Linux offers; selective acknowledgments are taken but not sent. Confined to the routing loop.
 */
final class Agreement {
    /** Octets of data that we take in a segment: those of an Ethernet frame. */
    private static final int OWN_SEGMENT = 1460;
    /** What others take who do not say (RFC 9293 section 3.7.1). */
    private static final int USUAL_SEGMENT = 536;
    /** So that no tunnel has to fragment. */
    private static final int MOST_SEGMENT = 1400;

    private static final int SCALE = 7;
    private static final int FIRST_WINDOW = 29_200;
    private static final int TIMESTAMPS_LENGTH = 12;
    private static final long NANOS_PER_TICK = 1_000_000;

    private final RoutingLoop loop;
    private int theirSegment = USUAL_SEGMENT;
    private int theirScale = -1;
    private boolean selective;
    private boolean timestamps;
    /** The other side's timestamp that we echo. */
    private int recent;

    Agreement(RoutingLoop loop) {
        this.loop = loop;
    }

    /** Options of the segment that calls. */
    TcpOptions offer() {
        return new TcpOptions(OWN_SEGMENT, SCALE, true, true, now(), 0);
    }

    /** Options of the segment that takes the call: nothing that was not offered. */
    TcpOptions answer() {
        int scale = theirScale < 0 ? -1 : SCALE;
        return new TcpOptions(OWN_SEGMENT, scale, selective, timestamps, timestamps ? now() : 0, recent);
    }

    /** Options of every other segment. */
    TcpOptions options() {
        return timestamps ? TcpOptions.timestamps(now(), recent) : TcpOptions.NONE;
    }

    /** Takes what the other side says in its first segment. */
    void hear(TcpOptions theirs) {
        theirSegment = theirs.maximumSegment() > 0 ? theirs.maximumSegment() : USUAL_SEGMENT;
        theirScale = theirs.windowScale();
        selective = theirs.selective();
        timestamps = theirs.timestamps();
        recent = theirs.timestamp();
    }

    /** Octets of data that a segment of ours may have. */
    int segment() {
        return Math.min(MOST_SEGMENT, theirSegment) - (timestamps ? TIMESTAMPS_LENGTH : 0);
    }

    /** The window as it stands in our segments; in those with SYN it is not scaled. */
    int window(boolean first) {
        return first || theirScale < 0 ? FIRST_WINDOW : FIRST_WINDOW + (1 << SCALE) - 1 >>> SCALE;
    }

    /** The window that a segment behind the first one tells us. */
    int window(TcpSegment segment) {
        return theirScale < 0 ? segment.window() : segment.window() << theirScale;
    }

    /** Whether a segment is from so long ago that its number stands for something else by now (RFC 7323 section 5.2). */
    boolean isOld(TcpSegment segment) {
        TcpOptions options = segment.options();
        return timestamps && options.timestamps() && options.timestamp() - recent < 0;
    }

    /** Notes the timestamp of a segment that stands where the stream is, or before. */
    void note(TcpSegment segment, int expected) {
        if (timestamps && segment.options().timestamps() && segment.sequence() - expected <= 0) {
            recent = segment.options().timestamp();
        }
    }

    private int now() {
        return (int) (loop.nanoTime() / NANOS_PER_TICK);
    }
}
