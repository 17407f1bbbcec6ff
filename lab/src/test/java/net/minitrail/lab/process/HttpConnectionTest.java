package net.minitrail.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import net.minitrail.lab.explain.LabException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    private HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void an_answer_of_known_length_is_read_whole() {
        server.createContext("/a", exchange -> {
            byte[] body = "{\"x\":1}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        assertEquals(1, Http.call("GET", url("/a"), null).body().path("x").asInt());
    }

    @Test
    void the_reason_of_a_refusal_is_kept() {
        server.createContext("/b", exchange -> {
            byte[] body = "{\"error\":\"no such guest\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        Http.Answer answer = Http.call("GET", url("/b"), null);
        assertEquals(404, answer.status());
        assertEquals("no such guest", answer.reason());
    }

    @Test
    void an_endless_answer_ends_when_another_thread_closes_it() throws IOException {
        server.createContext("/c", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        InputStream in = Http.stream("GET", url("/c"), null);
        assertEquals("first\n", new String(in.readNBytes(6), StandardCharsets.UTF_8));
        CompletableFuture<Integer> next = CompletableFuture.supplyAsync(() -> {
            try {
                return in.read();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        in.close();

        CompletionException error = assertThrows(CompletionException.class, next::join);
        assertInstanceOf(IOException.class, error.getCause());
    }

    @Test
    void a_port_where_nobody_listens_is_one_message() {
        server.stop(0);

        LabException error = assertThrows(LabException.class, () -> Http.call("GET", url("/"), null));
        assertTrue(String.valueOf(error.getMessage()).contains("cannot reach 127.0.0.1:"));
    }
}
