package net.minitrail.vrouter.cli;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.BridgeTable;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.RouteWatch;
import net.minitrail.vrouter.forwarding.VRouter;

/** {@code rt --monitor}: an object of JSON for each change of a route, until the reader stops it. Used by one thread. */
final class RouteMonitor {
    /** Changes that wait for the reader; the netlink socket of the real tool has such a limit too. */
    private static final int MOST = 65_536;

    private static final long IDLE_MILLIS = 500;

    private final VRouter vrouter;
    private final LoopQuery query;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(MOST);
    private final AtomicBoolean overrun = new AtomicBoolean();

    RouteMonitor(VRouter vrouter, LoopQuery query) {
        this.vrouter = vrouter;
        this.query = query;
    }

    /** Prints changes; ends only if the reader is too slow, or stops it. */
    void run(Consumer<String> out) throws CommandException, InterruptedException {
        RouteWatch.Listener listener = (vrf, route, added) -> {
            if (!lines.offer(line(vrf, route, added))) {
                overrun.set(true);
            }
        };
        watch(() -> vrouter.vrfs().watch().add(listener));
        try {
            while (!overrun.get()) {
                String line = lines.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                out.accept(line == null ? "" : line); // nothing is a sign of life, to notice a reader who left
            }
        } finally {
            watch(() -> vrouter.vrfs().watch().remove(listener));
        }
        throw new CommandException(1, "Error: No buffer space available");
    }

    private void watch(Runnable change) {
        query.ask(() -> {
            change.run();
            return true;
        });
    }

    private String line(int vrf, FibRoute route, boolean added) {
        NextHop nextHop = vrouter.nextHops().get(route.nextHop());
        boolean labelled = route.label() >= 0 && nextHop != null && RouteText.labelled(nextHop);
        var text = new StringBuilder("{\"operation\":\"%s\",\"family\":\"%s\",\"vrf_id\":%d"
                .formatted(added ? "add" : "delete", route.prefix().isV4() ? "AF_INET" : "AF_INET6", vrf));
        text.append(",\"prefix\":%d,\"address\":\"%s\",\"nh_id\":%d"
                .formatted(route.prefix().length(), route.prefix().address(), route.nextHop()));
        text.append(",\"flags\":{\"label_valid\":%s, \"arp_proxy\":%s, \"arp_trap\":%s,\"arp_flood\":%s}"
                .formatted(labelled, route.proxyArp(), route.trapArp(), route.floodArp()));
        text.append(labelled ? ",\"label\":" + route.label() : "");
        MacAddress mac = route.stitchedMac();
        if (mac != null) {
            BridgeTable.Entry entry = vrouter.bridge().get(vrf, mac);
            text.append(",\"mac_address\":\"%s\",\"mac_index\":%d"
                    .formatted(mac.unpadded(), entry == null ? 0 : entry.index()));
        }
        return text.append("}\n").toString();
    }
}
