package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import net.minitrail.bgp.rib.Ending;
import net.minitrail.bgp.rib.Outbound;
import net.minitrail.bgp.wire.BgpEncoder;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.RouteRefresh;
import net.minitrail.bgp.wire.Update.Announcement;
import net.minitrail.bgp.wire.UpdateEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** UPDATEs of what an update group is told: withdrawals, then routes, then the mark of their end. */
public final class OutboundMessages implements MessageBatch {
    private static final Logger log = LoggerFactory.getLogger(OutboundMessages.class);
    private static final int LENGTH_OFFSET = 16;

    private final Outbound outbound;

    public OutboundMessages(Outbound outbound) {
        this.outbound = outbound;
    }

    @Override
    public int encode(ByteBuf out) {
        int start = out.writerIndex();
        var encoder = new UpdateEncoder(outbound.codec());
        if (!outbound.withdrawn().isEmpty()) {
            encoder.withdraw(outbound.withdrawn(), out);
        }
        for (Announcement announcement : outbound.announcements()) {
            ImmutableList<Route> tooLong = encoder.announce(announcement.attributes(), announcement.routes(), out);
            if (!tooLong.isEmpty()) { // RFC 8654 section 4: as if it had been withdrawn
                log.warn("event=too-long routes={} cause=\"attributes exceed a message\"", tooLong);
                encoder.withdraw(tooLong.stream().map(Route::nlri).collect(ImmutableList.toImmutableList()), out);
            }
        }
        if (outbound.ending() == Ending.END_OF_RIB) {
            encoder.endOfRib(outbound.family(), out);
        } else if (outbound.ending() == Ending.END_OF_REFRESH) {
            BgpEncoder.encode(RouteRefresh.end(outbound.family()), outbound.codec(), out);
        }
        return messages(out, start);
    }

    private static int messages(ByteBuf out, int start) {
        int count = 0;
        for (int at = start; at < out.writerIndex(); at += out.getUnsignedShort(at + LENGTH_OFFSET)) {
            count++;
        }
        return count;
    }
}
