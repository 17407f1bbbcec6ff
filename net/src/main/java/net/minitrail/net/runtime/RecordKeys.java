package net.minitrail.net.runtime;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectMapper;

/**
 * Finds why a record could not be built although each of its values reads well: a key that it does not know stands where a
 * mandatory one should. (The binder buffers unknown keys until the record exists, and so never comes to name them.)
 */
final class RecordKeys {
    /** A key that no component has ({@code unknown}), or a mandatory component without a key. */
    record Fault(int line, int column, boolean unknown, String problem) {}

    private RecordKeys() {}

    /** Looks at the object at {@code pointer} (RFC 6901) of {@code text}; null if its keys are all there and known. */
    static @Nullable Fault find(ObjectMapper mapper, String text, String pointer, Class<?> type) {
        if (!type.isRecord()) {
            return null;
        }
        List<String> known =
                Arrays.stream(type.getRecordComponents()).map(RecordKeys::key).toList();
        var seen = new ArrayList<String>();
        int line = 1;
        int column = 1;
        try (JsonParser parser = mapper.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String at = parser.streamReadContext().pathAsPointer().toString();
                if (token == JsonToken.START_OBJECT && at.equals(pointer)) {
                    line = Math.max(1, parser.currentTokenLocation().getLineNr());
                    column = Math.max(1, parser.currentTokenLocation().getColumnNr());
                }
                String key = token == JsonToken.PROPERTY_NAME ? parser.currentName() : null;
                if (key == null || !at.equals(pointer + "/" + key)) {
                    continue;
                }
                seen.add(key);
                if (!known.contains(key)) {
                    var where = parser.currentTokenLocation();
                    return new Fault(where.getLineNr(), where.getColumnNr(), true, unknown(key, known));
                }
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!optional && !seen.contains(key(component))) {
                return new Fault(line, column, false, "key '" + key(component) + "' is missing");
            }
        }
        return null;
    }

    /** The message for a key that is none of {@code known}. */
    static String unknown(String key, List<String> known) {
        return NearestWord.to(key, known)
                .map(word -> "unknown key '" + key + "', did you mean '" + word + "'?")
                .orElse("unknown key '" + key + "' (expected one of " + String.join(", ", known) + ")");
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
