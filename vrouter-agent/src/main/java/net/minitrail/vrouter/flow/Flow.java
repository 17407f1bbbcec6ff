package net.minitrail.vrouter.flow;

import org.jspecify.annotations.Nullable;

/** One direction of a flow: an entry of the table. Confined to the routing loop. */
public final class Flow {
    private static final int FIRST_SOURCE_PORT = 49_152;
    private static final int SOURCE_PORTS = 16_383;

    private final FlowKey key;
    private final int index;
    private final int vrf;
    private final FlowOrigin origin;
    private final @Nullable Translation translation;
    private int generation;
    private @Nullable Flow reverse;
    private FlowVerdict verdict = new FlowVerdict(null, 0, -1);
    private long decidedAt = -1;
    private int tcp;
    private int awaitedAck;
    private boolean evicted;
    private boolean removed;
    private int sourceInfo;
    private long packets;
    private long bytes;
    private long packetsSeen = -1;
    private long idleSince;

    Flow(FlowTable.Side side, int index) {
        this.key = side.key();
        this.index = index;
        this.vrf = side.vrf();
        this.origin = side.origin();
        this.translation = side.translation();
    }

    void link(Flow other) {
        reverse = other;
    }

    public FlowKey key() {
        return key;
    }

    /** Slot of the table. */
    public int index() {
        return index;
    }

    /** How often its slot has been used, from 1, modulo 256. */
    public int generation() {
        return generation;
    }

    void setGeneration(int newGeneration) {
        generation = newGeneration;
    }

    public int vrf() {
        return vrf;
    }

    /** The packet that it was made for, or will be made of on the way back. */
    public FlowOrigin origin() {
        return origin;
    }

    /** The other direction; null once that is gone. */
    public @Nullable Flow reverse() {
        return reverse == null || reverse.removed ? null : reverse;
    }

    /** What its packets become; null if they stay as they are. */
    public @Nullable Translation translation() {
        return translation;
    }

    void markRemoved() {
        removed = true;
    }

    public FlowVerdict verdict() {
        return verdict;
    }

    /** Sets what is decided, by tables that had changed {@code tableVersion} times. */
    public void decide(FlowVerdict newVerdict, long tableVersion) {
        verdict = newVerdict;
        decidedAt = tableVersion;
    }

    /** Whether the tables have changed since it was decided on. */
    public boolean isStale(long tableVersion) {
        return decidedAt != tableVersion;
    }

    /** Whether it has not been decided on yet. */
    public boolean isNew() {
        return decidedAt < 0;
    }

    /** Counts a packet. */
    public void count(int length, int newSourceInfo) {
        packets++;
        bytes += length;
        sourceInfo = newSourceInfo;
    }

    /** Moves the TCP state by a segment; a connection that is over is evicted. */
    public void track(byte[] packet) {
        Flow back = reverse();
        if (key.isConnection() && back != null) {
            TcpState.segment(this, back, packet);
        }
    }

    /** Whether the connection is over; such a flow counts as gone and is taken away soon. */
    public boolean isEvicted() {
        return evicted;
    }

    /** The acknowledgment number that the last SYN or FIN of this direction waits for. */
    int awaitedAck() {
        return awaitedAck;
    }

    void awaitAck(int number) {
        awaitedAck = number;
    }

    void addTcp(int flags) {
        tcp |= flags;
        if ((tcp & TcpState.DEAD) != 0) {
            evicted = true;
        }
    }

    /** The bits of its TCP state, see {@link TcpState}; 0 of a flow that is not one connection. */
    public int tcp() {
        return tcp;
    }

    /** Where its last packet came from: the outer source address, or an interface's index in the first octet. */
    public int sourceInfo() {
        return sourceInfo;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return bytes;
    }

    /** UDP source port of tunnel packets that carry it: 49152 to 65534. */
    public int tunnelSourcePort() {
        long hash = key.spread() >>> 32;
        return FIRST_SOURCE_PORT + (int) (hash * SOURCE_PORTS >>> 32);
    }

    /** Notes at {@code now} whether packets came since the last note; answers how long none did. */
    long idle(long now) {
        if (packets != packetsSeen) {
            packetsSeen = packets;
            idleSince = now;
        }
        return now - idleSince;
    }
}
