package net.minitrail.controller;

import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ControlServer;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.CaptureStream;
import net.minitrail.net.underlay.TransportMap;
import net.minitrail.net.wiretap.WireTap;

/**
 * What can be watched at a control node: its sessions, as {@code bgp:PEER} and {@code xmpp:AGENT}, by protocol address.
 * Thread-safe.
 */
final class SessionCaptures {
    private final TransportMap transports;
    private final CaptureHub hub;

    /** @param peers answers the points that there are now */
    SessionCaptures(Map<Ipv4Address, Ipv4Address> underlay, Supplier<Set<String>> peers) {
        transports = new TransportMap(underlay);
        hub = new CaptureHub(() -> new LinkedHashSet<>(peers.get()));
    }

    /** Makes the handler of one session. */
    ChannelHandler tap(String protocol) {
        return new WireTap(hub, transports, protocol);
    }

    /** {@code GET /v1/capture?point=…}: pcapng until the reader goes away. */
    void serve(ControlServer.Request request) throws IOException {
        List<String> points = request.queryAll("point");
        Set<String> known = hub.points();
        for (String point : points) {
            if (!known.contains(point)) {
                request.json(
                        404,
                        "{\"error\":\"no such capture point\",\"points\":[\"" + String.join("\",\"", known) + "\"]}");
                return;
            }
        }
        CaptureStream.copy(hub, points.isEmpty() ? List.copyOf(known) : points, request.stream("application/x-pcapng"));
    }
}
