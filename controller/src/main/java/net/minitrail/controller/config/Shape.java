package net.minitrail.controller.config;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import net.minitrail.net.runtime.NearestWord;
import tools.jackson.databind.JsonNode;

/**
 * What a JSON value must look like. Read from a value of the same form: an object lists the properties that may be there,
 * an array holds the shape of each element, and a text names a scalar of {@link ScalarShape}.
 */
sealed interface Shape permits Shape.Any, Shape.OfObject, Shape.OfList, ScalarShape {

    /**
     * Checks {@code value}, which is not null.
     *
     * @param path the field, for the message
     * @throws Rejected naming the field, what was found and what was expected
     */
    void check(String path, JsonNode value);

    /** Reads a shape from its description. */
    static Shape of(JsonNode description) {
        if (description.isObject()) {
            var properties = ImmutableMap.<String, Shape>builder();
            description.forEachEntry((name, shape) -> properties.put(name, of(shape)));
            return new OfObject(properties.build());
        }
        if (description.isArray()) {
            return new OfList(of(description.get(0)));
        }
        String name = description.stringValue();
        return name.equals("json") ? Any.INSTANCE : ScalarShape.named(name);
    }

    /** Stored and given back as it is. */
    enum Any implements Shape {
        INSTANCE;

        @Override
        public void check(String path, JsonNode value) {}
    }

    /** An object with these properties and no others; each may be missing or null. */
    record OfObject(ImmutableMap<String, Shape> properties) implements Shape {
        @Override
        public void check(String path, JsonNode value) {
            if (!value.isObject()) {
                throw Rejected.invalid(path, "found " + found(value) + " (expected an object)");
            }
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                String field = path + "." + entry.getKey();
                Shape shape = properties.get(entry.getKey());
                if (shape == null) {
                    throw Rejected.invalid(field, unknown(entry.getKey(), properties));
                }
                if (!entry.getValue().isNull()) {
                    shape.check(field, entry.getValue());
                }
            }
        }
    }

    record OfList(Shape element) implements Shape {
        @Override
        public void check(String path, JsonNode value) {
            if (!value.isArray()) {
                throw Rejected.invalid(path, "found " + found(value) + " (expected a list)");
            }
            for (int i = 0; i < value.size(); i++) {
                element.check(path + "[" + i + "]", value.get(i));
            }
        }
    }

    /** The problem with a name that is none of {@code known}. */
    static String unknown(String name, Map<String, ?> known) {
        return NearestWord.to(name, known.keySet())
                .map(nearest -> "unknown property, did you mean '" + nearest + "'?")
                .orElseGet(() -> "unknown property (expected one of " + String.join(", ", known.keySet()) + ")");
    }

    /** A value as a message may show it: at most 64 characters, without control characters. */
    static String found(JsonNode value) {
        String text = value.toString();
        text = text.length() <= 64 ? text : text.substring(0, 61) + "...";
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
