package net.minitrail.vrouter.cli;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.vrouter.forwarding.FlowAgent;
import net.minitrail.vrouter.forwarding.VRouter;

/** All commands of a compute host. */
public final class HostTools {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss z yyyy", Locale.ROOT);

    private HostTools() {}

    /** The commands by name; they may be run from any thread. */
    public static Map<String, Tool> of(
            String hostName, VRouter vrouter, FlowAgent flows, int fabricMask, LoopQuery query, CaptureHub hub) {
        var tools = new TreeMap<String, Tool>();
        new TableTools(vrouter, query).addTo(tools);
        tools.put("rt", new RouteTool(vrouter, query));
        tools.put("flow", new FlowTool(vrouter, flows, query));
        tools.put("ifconfig", new IfconfigTool(vrouter, fabricMask, query));
        tools.put("tcpdump", new TcpdumpTool(hub, () -> points(hub), name -> name.equals("vhost0"), "65535"));
        tools.put("hostname", (words, out) -> {
            out.accept(hostName + "\n");
            return 0;
        });
        tools.put("date", (words, out) -> {
            out.accept(DATE.format(ZonedDateTime.now(ZoneId.systemDefault())) + "\n");
            return 0;
        });
        return tools;
    }

    private static Map<String, String> points(CaptureHub hub) {
        var points = new LinkedHashMap<String, String>();
        hub.points().forEach(point -> points.put(point, point));
        return points;
    }
}
