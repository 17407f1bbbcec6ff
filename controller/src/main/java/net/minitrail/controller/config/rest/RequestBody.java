package net.minitrail.controller.config.rest;

import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import net.minitrail.controller.config.ObjectType;
import net.minitrail.controller.config.Rejected;
import net.minitrail.net.runtime.ControlServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON bodies within limits: of JSON type, at most 8 MiB, at most 32 levels deep, no key twice. */
final class RequestBody {
    private static final int MAX_DEPTH = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RequestBody() {}

    /** The body as a JSON object. */
    static JsonNode read(ControlServer.Request request) throws IOException {
        String type = request.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Rejected(415, "Content-Type: found " + shown(type) + " (expected application/json)");
        }
        String text = request.body();
        if (text == null) {
            throw new Rejected(413, "the body has more than " + ControlServer.MAX_BODY + " octets");
        }
        JsonNode body;
        try {
            body = MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new Rejected(400, "the body is not JSON: " + oneLine(problem(e)) + position(e));
        }
        if (!body.isObject()) {
            throw new Rejected(400, "the body is not a JSON object");
        }
        return body;
    }

    /** What is wrapped in the type's name: {@code {"virtual-network": {…}}}. */
    static JsonNode read(ControlServer.Request request, ObjectType type) throws IOException {
        JsonNode content = read(request).path(type.name());
        if (!content.isObject()) {
            throw new Rejected(400, "the body has no object '" + type.name() + "'");
        }
        return content;
    }

    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Rejected.missing("'" + oneLine(text) + "' is no uuid");
        }
    }

    /** A text of the user's in a message: short and without control characters. */
    static String oneLine(String text) {
        String cut = text.length() <= 200 ? text : text.substring(0, 197) + "...";
        return cut.replaceAll("\\p{Cntrl}+", " ");
    }

    /** What Jackson found, without the place that it adds to some of its messages. */
    private static String problem(JacksonException error) {
        String text = error.getOriginalMessage();
        int place = text.indexOf(" (start marker at [Source:");
        return place < 0 ? text : text.substring(0, place);
    }

    private static String position(JacksonException error) {
        return error.getLocation() == null
                ? ""
                : " (line " + error.getLocation().getLineNr() + ", column "
                        + error.getLocation().getColumnNr() + ")";
    }

    private static String shown(@Nullable String header) {
        return header == null ? "none" : "'" + oneLine(header) + "'";
    }
}
