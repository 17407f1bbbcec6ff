package net.minitrail.net.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ControlServerTest {
    private static final int REQUESTS = 50;

    /** After which Linux acknowledges what nothing is sent in answer to. */
    private static final Duration DELAYED_ACKNOWLEDGEMENT = Duration.ofMillis(40);

    @Test
    void an_answer_does_not_wait_for_the_acknowledgement_of_its_head() throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ControlServer server = ControlServer.bind(address)
                .on("GET", "/", request -> request.json(200, "{}"))
                .start()) {
            HttpClient client = HttpClient.newHttpClient();
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                    .build();
            long fastest = Long.MAX_VALUE;
            for (int i = 0; i < REQUESTS; i++) {
                long begin = System.nanoTime();
                assertEquals(
                        "{}",
                        client.send(request, HttpResponse.BodyHandlers.ofString())
                                .body());
                fastest = Math.min(fastest, System.nanoTime() - begin);
            }
            assertTrue(fastest < DELAYED_ACKNOWLEDGEMENT.toNanos(), "the fastest of them took " + fastest + " ns");
        }
    }
}
