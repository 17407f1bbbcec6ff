package net.minitrail.net.runtime;

import java.io.OutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON (RFC 8259) to and from plain values: maps with text for keys, lists, strings, numbers, truth values and null. Without
 * the binder, whose 500 classes a node would load to say that it is ready. Thread-safe.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /**
     * Writes one value.
     *
     * @param value a plain value, or an iterable of them
     * @throws IllegalArgumentException if it is something else
     */
    public static String text(@Nullable Object value) {
        var text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(out, value);
        }
        return text.toString();
    }

    /** Writes an array, element by element as the iterable gives them, and closes the stream. */
    static void stream(OutputStream to, Iterable<?> values) {
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), to)) {
            write(out, values);
        }
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Integer number) {
            out.writeNumber(number);
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeName((String) entry.getKey());
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            out.writeStartArray();
            list.forEach(element -> write(out, element));
            out.writeEndArray();
        } else if (value == null) {
            out.writeNull();
        } else {
            throw new IllegalArgumentException(value.getClass() + " is no plain value");
        }
    }

    /**
     * Reads one value; members that are null are left out, and empty text is an empty map. Whole numbers are {@link Long},
     * others {@link Double}.
     *
     * @throws JacksonException if the text is no JSON, or nested deeper than 500
     */
    public static @Nullable Object parse(String text) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            Object value = in.nextToken() == null ? Map.of() : value(in);
            if (in.nextToken() != null) {
                throw new StreamReadException(in, "a second value (expected: one)");
            }
            return value;
        }
    }

    /** The members of what {@link #parse} gives; none if it is no object. */
    @SuppressWarnings("unchecked") // by construction
    public static Map<String, Object> members(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static @Nullable Object value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> in.getString();
        };
    }

    private static Map<String, Object> object(JsonParser in) {
        var object = new LinkedHashMap<String, Object>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            Object value = value(in);
            if (value != null) {
                object.put(name, value);
            }
        }
        return object;
    }

    private static List<Object> array(JsonParser in) {
        var array = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(in));
        }
        return array;
    }
}
