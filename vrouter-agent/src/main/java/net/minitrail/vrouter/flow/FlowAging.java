package net.minitrail.vrouter.flow;

import java.time.Duration;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.runtime.RoutingLoop.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Takes away flows that nobody uses: those over by their TCP state and those without any way soon, others once neither
 * direction has counted a packet for the timeout. Visits the table every second while there is anything in it. Confined to
 * the routing loop.
 */
public final class FlowAging {
    /** How long a flow stays without packets, unless the system says otherwise ({@code flow_cache_timeout}). */
    public static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final Duration VISIT = Duration.ofSeconds(1);
    private static final long SHORT = Duration.ofSeconds(2).toNanos();

    private final RoutingLoop loop;
    private final FlowTable table;
    private final long timeout;
    private @Nullable Timer next;

    public FlowAging(RoutingLoop loop, FlowTable table, Duration timeout) {
        this.loop = loop;
        this.table = table;
        this.timeout = timeout.toNanos();
    }

    /** Begins to visit the table, if it does not already. To be called when a flow is added. */
    public void watch() {
        if (next == null) {
            next = loop.schedule(VISIT, this::visit);
        }
    }

    private void visit() {
        long now = loop.nanoTime();
        table.forEach(flow -> {
            long idle = flow.idle(now);
            Flow back = flow.reverse();
            DropCause cause = flow.verdict().cause();
            long limit = cause != null && cause.isShort() ? SHORT : timeout;
            if (flow.isEvicted() || (idle >= limit && (back == null || back.idle(now) >= limit))) {
                table.remove(flow);
                if (back != null) {
                    table.remove(back);
                }
            }
        });
        next = null;
        if (table.used() > 0) {
            watch();
        }
    }
}
