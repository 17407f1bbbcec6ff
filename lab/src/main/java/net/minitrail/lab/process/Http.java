package net.minitrail.lab.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * JSON over HTTP to the nodes' endpoints. On the JDK's old client, which a launcher that lives for half a second prefers to
 * the new one and its threads.
 */
final class Http {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private Http() {}

    /** An answer that is no error of the transport: status 200 to 599. */
    record Answer(int status, JsonNode body, String text) {
        boolean isGood() {
            return status < 300;
        }

        /** The reason in an error's body, however it is wrapped. */
        String reason() {
            String said = body.path("error").asString(body.path("message").asString(""));
            return said.isEmpty() ? text.strip() : said;
        }
    }

    /** One request and its whole answer. */
    static Answer call(String method, String url, @Nullable JsonNode body) {
        try {
            HttpURLConnection connection = send(method, url, body, ANSWER);
            int status = connection.getResponseCode();
            String text = text(connection, status);
            JsonNode json = JsonNodeFactory.instance.objectNode();
            try {
                json = text.isBlank() ? json : JSON.readTree(text);
            } catch (JacksonException e) {
                json = JsonNodeFactory.instance.objectNode(); // plain text, kept as such
            }
            return new Answer(status, json, text);
        } catch (IOException e) {
            throw unreachable(url, e);
        }
    }

    /** A request whose answer never ends by itself. Closing the stream ends it on the server too. */
    static InputStream stream(String method, String url, @Nullable JsonNode body) {
        try {
            HttpURLConnection connection = send(method, url, body, Duration.ZERO);
            int status = connection.getResponseCode();
            if (status >= 300) {
                String reason = new Answer(status, Http.parse(text(connection, status)), "status " + status).reason();
                throw new LabException(ErrorCode.COMMAND_REFUSED, reason, null);
            }
            InputStream in = connection.getInputStream();
            return new java.io.FilterInputStream(in) {
                @Override
                public void close() {
                    connection.disconnect();
                }
            };
        } catch (IOException e) {
            throw unreachable(url, e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return text.isBlank() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(text);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.objectNode().put("error", text.strip());
        }
    }

    private static HttpURLConnection send(String method, String url, @Nullable JsonNode body, Duration wait)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection(java.net.Proxy.NO_PROXY);
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) wait.toMillis());
        connection.setRequestMethod(method);
        if (body != null) {
            byte[] octets = body.toString().getBytes(StandardCharsets.UTF_8);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(octets.length);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(octets);
            }
        }
        return connection;
    }

    private static String text(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static LabException unreachable(String url, IOException e) {
        return new LabException(
                ErrorCode.NODE_UNREACHABLE,
                "cannot reach " + URI.create(url).getAuthority() + ": " + e.getMessage(),
                null,
                e);
    }
}
