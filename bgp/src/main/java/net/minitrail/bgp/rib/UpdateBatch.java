package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A stretch of the change log, as it was passed on: parts that go to different members. Confined to the routing loop. */
final class UpdateBatch {
    /** Where the stretch begins, so that a member that falls out of the stream can go on from there. */
    final LogCursor from;

    final long number;
    final int size;
    private final List<Part> parts;

    /** What one set of members is told. */
    static final class Part {
        final BitSet targets;
        final Outbound outbound;
        final List<RibPeer> recipients = new ArrayList<>();

        Part(BitSet targets, Outbound outbound) {
            this.targets = targets;
            this.outbound = outbound;
        }
    }

    UpdateBatch(LogCursor from, long number, List<Part> parts) {
        this.from = from;
        this.number = number;
        this.parts = parts;
        this.size = parts.stream().mapToInt(part -> part.outbound.size()).sum();
    }

    List<Part> parts() {
        return parts;
    }

    /** Notes that {@code peer} is to have what is for it. */
    void give(RibPeer peer) {
        for (Part part : parts) {
            if (part.targets.get(peer.id())) {
                part.recipients.add(peer);
            }
        }
    }

    /** Adds a delivery for each part that was given to somebody since the last time. */
    void deliver(List<Delivery> deliveries) {
        for (Part part : parts) {
            if (!part.recipients.isEmpty()) {
                deliveries.add(new Delivery(part.outbound, ImmutableList.copyOf(part.recipients)));
                part.recipients.clear();
            }
        }
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }
}
