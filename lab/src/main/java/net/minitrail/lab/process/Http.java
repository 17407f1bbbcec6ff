package net.minitrail.lab.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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

/** JSON over HTTP to the nodes' endpoints. */
final class Http {
    static final JsonMapper JSON = JsonMapper.shared();
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
        try (HttpConnection connection = HttpConnection.open(method, url, octets(body), ANSWER)) {
            String text = new String(connection.answer().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(connection.status(), parse(text), text);
        } catch (IOException e) {
            throw unreachable(url, e);
        }
    }

    /** A request whose answer never ends by itself. Closing the stream, from any thread, ends it on the server too. */
    static InputStream stream(String method, String url, @Nullable JsonNode body) {
        try {
            HttpConnection connection = HttpConnection.open(method, url, octets(body), Duration.ZERO);
            if (connection.status() >= 300) {
                String text = new String(connection.answer().readAllBytes(), StandardCharsets.UTF_8);
                connection.close();
                throw new LabException(
                        ErrorCode.COMMAND_REFUSED, new Answer(connection.status(), parse(text), text).reason(), null);
            }
            return new FilterInputStream(connection.answer()) {
                @Override
                public void close() throws IOException {
                    connection.close();
                }
            };
        } catch (IOException e) {
            throw unreachable(url, e);
        }
    }

    private static byte @Nullable [] octets(@Nullable JsonNode body) {
        return body == null ? null : body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** JSON as such; plain text as an error's message. */
    private static JsonNode parse(String text) {
        try {
            return text.isBlank() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(text);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.objectNode().put("error", text.strip());
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
