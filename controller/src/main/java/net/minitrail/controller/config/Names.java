package net.minitrail.controller.config;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a fully qualified name may look like. Names go into logs, XML and table names, so they are plain. */
final class Names {
    private static final int MAX_LENGTH = 255;
    private static final int MAX_PARTS = 16;
    private static final String FORBIDDEN = "<>&\"'\\";

    private Names() {}

    /**
     * Reads a name: a list of texts.
     *
     * @throws Rejected with 400 if it is none
     */
    static List<String> read(String field, JsonNode value) {
        if (!value.isArray() || value.isEmpty() || value.size() > MAX_PARTS) {
            throw Rejected.invalid(
                    field, "found " + Shape.found(value) + " (expected a list of 1 to " + MAX_PARTS + " names)");
        }
        var parts = new ArrayList<String>();
        for (JsonNode part : value.values()) {
            parts.add(checked(field, part));
        }
        return List.copyOf(parts);
    }

    /** Whether the part may stand inside a name that is joined by colons. A route target is one part with colons. */
    static void checkNewPart(ObjectType type, String part) {
        boolean mayHaveColons =
                type.name().equals("route-target") || type.name().equals("instance-ip");
        if (!mayHaveColons && part.indexOf(':') >= 0) {
            throw Rejected.invalid("fq_name", "'" + part + "' has a colon, which separates the parts of a name");
        }
        if (part.indexOf('/') >= 0) {
            throw Rejected.invalid("fq_name", "'" + part + "' has a slash");
        }
    }

    private static String checked(String field, JsonNode part) {
        if (!part.isString() || part.stringValue().isBlank()) {
            throw Rejected.invalid(field, "found " + Shape.found(part) + " (expected a name)");
        }
        String text = part.stringValue();
        if (text.length() > MAX_LENGTH) {
            throw Rejected.invalid(
                    field, "a part has " + text.length() + " characters (expected at most " + MAX_LENGTH + ")");
        }
        boolean plain = text.chars().noneMatch(c -> Character.isISOControl(c) || FORBIDDEN.indexOf(c) >= 0);
        if (!plain) {
            throw Rejected.invalid(
                    field,
                    "found " + Shape.found(part) + " (control characters and any of " + FORBIDDEN
                            + " are not allowed)");
        }
        return text;
    }
}
