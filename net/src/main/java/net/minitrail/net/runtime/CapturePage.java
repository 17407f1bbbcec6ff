package net.minitrail.net.runtime;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.CaptureStream;

/** {@code GET /v1/capture?point=…}: a node's capture points as pcapng, until the reader goes away; all of them if none is named. */
public final class CapturePage {
    private CapturePage() {}

    /** Adds the page to {@code server}. A point that is not there is answered 404, with those that are. */
    public static void install(ControlServer server, CaptureHub hub) {
        server.on("GET", "/v1/capture", request -> serve(hub, request));
    }

    private static void serve(CaptureHub hub, ControlServer.Request request) throws IOException {
        List<String> points = request.queryAll("point");
        Set<String> known = hub.points();
        if (known.containsAll(points)) {
            CaptureStream.copy(
                    hub, points.isEmpty() ? List.copyOf(known) : points, request.stream("application/x-pcapng"));
        } else {
            String names = String.join("\",\"", known);
            request.json(404, "{\"error\":\"no such capture point\",\"points\":[\"" + names + "\"]}");
        }
    }
}
