package net.minitrail.controller.peer;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import net.minitrail.bgp.rib.Outbound;
import net.minitrail.bgp.session.MessageBatch;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update.Announcement;
import net.minitrail.bgp.wire.UpdateEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tables give out, as messages. Immutable. */
record OutboundBatch(Outbound outbound) implements MessageBatch {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundBatch.class);
    private static final int LENGTH_OFFSET = 16;

    /** A route that does not fit a message even alone is withdrawn, in case an older one was sent. */
    @Override
    public int encode(ByteBuf out) {
        int start = out.writerIndex();
        var encoder = new UpdateEncoder(outbound.codec());
        encoder.withdraw(outbound.withdrawn(), out);
        for (Announcement announcement : outbound.announcements()) {
            ImmutableList<Route> tooLong = encoder.announce(announcement.attributes(), announcement.routes(), out);
            if (!tooLong.isEmpty()) {
                ImmutableList<Nlri> lost = tooLong.stream().map(Route::nlri).collect(ImmutableList.toImmutableList());
                LOG.warn("family={} routes={} event=too-long first={}", outbound.family(), lost.size(), lost.get(0));
                encoder.withdraw(lost, out);
            }
        }
        if (outbound.endOfRib()) {
            encoder.endOfRib(outbound.family(), out);
        }
        return count(out, start);
    }

    private static int count(ByteBuf out, int start) {
        int messages = 0;
        for (int at = start; at < out.writerIndex(); at += out.getUnsignedShort(at + LENGTH_OFFSET)) {
            messages++;
        }
        return messages;
    }
}
