package net.minitrail.bgp.session;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Encodes a batch and writes the same octets to each member of a group. Runs once, on the session loop. */
final class BatchWrite implements Runnable {
    private static final int USUAL_SIZE = 16 * 1024;

    private final List<PeerSession> members;
    private final MessageBatch batch;

    BatchWrite(List<PeerSession> members, MessageBatch batch) {
        this.members = members;
        this.batch = batch;
    }

    @Override
    public void run() {
        ByteBuf octets = members.get(0).allocator().ioBuffer(USUAL_SIZE);
        try {
            int messages = batch.encode(octets);
            for (PeerSession member : members) {
                member.connection().sendShared(member, octets, messages);
            }
        } catch (RuntimeException e) { // our own fault, yet it must not touch the sessions of other groups
            for (PeerSession member : members) {
                member.connection().crashed(e);
            }
        } finally {
            octets.release();
        }
    }
}
