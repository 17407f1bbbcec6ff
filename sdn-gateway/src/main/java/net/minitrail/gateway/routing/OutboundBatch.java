package net.minitrail.gateway.routing;

import io.netty.buffer.ByteBuf;
import net.minitrail.bgp.rib.Outbound;
import net.minitrail.bgp.session.MessageBatch;
import net.minitrail.bgp.wire.UpdateEncoder;

/** Encodes what an update group is told, on the session loop. Immutable. */
record OutboundBatch(Outbound outbound) implements MessageBatch {
    /** Where the length of a message stands in its header (RFC 4271 section 4.1). */
    private static final int LENGTH_AT = 16;

    @Override
    public int encode(ByteBuf out) {
        int start = out.writerIndex();
        var encoder = new UpdateEncoder(outbound.codec());
        encoder.withdraw(outbound.withdrawn(), out);
        outbound.announcements()
                .forEach(announcement -> encoder.announce(announcement.attributes(), announcement.routes(), out));
        if (outbound.endOfRib()) {
            encoder.endOfRib(outbound.family(), out);
        }
        int messages = 0;
        for (int at = start; at < out.writerIndex(); at += out.getUnsignedShort(at + LENGTH_AT)) {
            messages++;
        }
        return messages;
    }
}
