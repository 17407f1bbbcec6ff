package net.minitrail.itests.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.PeerConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole table is read while it changes: what stays is there once and as it is, and who stops reading holds nobody up. */
@Timeout(300)
class DumpsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int STAYING = 3000;
    private static final int CHANGING = 300;
    private static final int LABEL = 1000;
    private static final int DUMPS = 6;
    private static final Pattern ROUTE =
            Pattern.compile("<prefix type=\"string\" identifier=\"1\">([^<]*)<.*?<label [^>]*>([0-9]*)<");

    @TempDir
    private Path directory;

    @Test
    void a_dump_is_complete_while_routes_change_and_one_that_is_not_read_holds_nobody_up() throws Exception {
        var controllers = new Controllers("127.67", directory);
        try (NodeProcess controller = controllers.start();
                PeerConnection staying = controllers.dial(controller, 1, 0);
                PeerConnection changing = controllers.dial(controller, 2, 0);
                PeerConnection flapping = controllers.dial(controller, 3, 0);
                PeerConnection listener = controllers.dial(controller, 4, 0)) {
            for (int route = 0; route < STAYING; route++) {
                staying.send(Controllers.offer(1, LABEL).announcement(Controllers.key(1, route)));
            }
            announceAll(changing, LABEL);
            await().atMost(PATIENCE).until(() -> listener.received().routes().size() == STAYING + CHANGING);

            var stop = new AtomicBoolean();
            CompletableFuture<Integer> lastLabel =
                    CompletableFuture.supplyAsync(() -> change(changing, flapping, stop));
            try {
                for (int i = 0; i < DUMPS; i++) {
                    check(inspected(controller));
                    check(introspected(controller));
                }
            } finally {
                stop.set(true);
            }
            lastLabel.join();

            try (Socket stuck = stuckReader(controller)) {
                announceAll(changing, LABEL - 1);
                await().atMost(PATIENCE)
                        .until(() -> Controllers.holds(listener, Controllers.key(2, CHANGING - 1), LABEL - 1));
                assertEquals(STAYING + CHANGING, inspected(controller).size());
                assertTrue(stuck.isConnected());
            }
        }
    }

    private static void announceAll(PeerConnection peer, int label) throws IOException {
        for (int route = 0; route < CHANGING; route++) {
            peer.send(Controllers.offer(2, label).announcement(Controllers.key(2, route)));
        }
    }

    /** Gives routes other labels, and lets others come and go, until told to stop; none of the latter stays. */
    private static int change(PeerConnection changing, PeerConnection flapping, AtomicBoolean stop) {
        try {
            int label = LABEL;
            while (!stop.get()) {
                label++;
                announceAll(changing, label);
                for (int route = 0; route < CHANGING; route++) {
                    flapping.send(Controllers.offer(3, label).announcement(Controllers.key(3, route)));
                }
                for (int route = 0; route < CHANGING; route++) {
                    flapping.send(Controllers.key(3, route).withdrawal());
                }
            }
            return label;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param labels by destination */
    private static void check(Map<String, Integer> labels) {
        long staying = labels.entrySet().stream()
                .filter(route -> route.getKey().contains(":10.1.") && route.getValue() == LABEL)
                .count();
        long changing = labels.entrySet().stream()
                .filter(route -> route.getKey().contains(":10.2.") && route.getValue() >= LABEL)
                .count();
        assertEquals(STAYING, staying);
        assertEquals(CHANGING, changing);
    }

    private static Map<String, Integer> inspected(NodeProcess controller) throws Exception {
        JsonNode rows = JsonMapper.shared().readTree(get(controller, "/v1/inspect/routes?table=bgp.l3vpn.0"));
        Map<String, Integer> labels = new HashMap<>();
        for (JsonNode row : rows) {
            String destination =
                    row.path("rd").asString() + ":" + row.path("prefix").asString();
            assertNull(labels.put(destination, row.path("label").asInt()), destination);
        }
        return labels;
    }

    private static Map<String, Integer> introspected(NodeProcess controller) throws Exception {
        String page = get(controller, "/Snh_ShowRouteReq?routing_table=bgp.l3vpn.0");
        assertTrue(page.endsWith("</__ShowRouteResp_list>\n"), "the page has an end");
        Map<String, Integer> labels = new HashMap<>();
        for (Matcher route = ROUTE.matcher(page); route.find(); ) {
            assertNull(labels.put(route.group(1), Integer.parseInt(route.group(2))), route.group(1));
        }
        return labels;
    }

    private static String get(NodeProcess controller, String path) throws Exception {
        InetSocketAddress at = controller.endpoint("control");
        URI uri = URI.create("http://" + at.getHostString() + ":" + at.getPort() + path);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    /** Asks for a page of megabytes, and reads its beginning only. */
    private static Socket stuckReader(NodeProcess controller) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(controller.endpoint("control"));
        socket.getOutputStream()
                .write("GET /Snh_ShowRouteReq HTTP/1.1\r\nHost: controller\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        assertEquals('H', socket.getInputStream().read());
        return socket;
    }
}
