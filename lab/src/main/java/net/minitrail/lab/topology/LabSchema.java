package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.Suggestion;
import net.minitrail.net.runtime.NearestWord;
import tools.jackson.databind.JsonNode;

/** Holds a document against the shipped JSON Schema and says what differs in the words of a lab file. */
final class LabSchema {
    private final Schema schema;
    private final JsonNode root;

    private LabSchema(Schema schema) {
        this.schema = schema;
        this.root = schema.getSchemaNode();
    }

    static LabSchema load() {
        try (InputStream in = LabSchema.class.getResourceAsStream("lab.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("lab.schema.json is not in the jar");
            }
            return new LabSchema(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in, InputFormat.JSON));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ImmutableList<LabProblem> check(YamlTree tree) {
        List<LabProblem> problems = new ArrayList<>();
        for (Error error : schema.validate(tree.root())) {
            problems.add(problem(tree, error));
        }
        return ImmutableList.copyOf(problems);
    }

    private LabProblem problem(YamlTree tree, Error error) {
        String at = pointer(error.getInstanceLocation());
        String key = error.getProperty() == null ? "" : error.getProperty();
        String found = text(error.getInstanceNode());
        return switch (error.getKeyword()) {
            case "additionalProperties" -> {
                String child = at + "/" + YamlTree.escape(key);
                yield new LabProblem(
                        ErrorCode.UNKNOWN_KEY,
                        tree.entry(child),
                        child,
                        "unknown key '" + key + "'",
                        Suggestion.of(key, keysBeside(error)));
            }
            case "required" ->
                new LabProblem(ErrorCode.MISSING_KEY, tree.entry(at), at, "key '" + key + "' is missing", "");
            case "type" ->
                new LabProblem(
                        ErrorCode.WRONG_TYPE,
                        tree.value(at),
                        at,
                        "found %s %s (expected: %s)"
                                .formatted(type(error.getInstanceNode()), found, word(error.getSchemaNode())),
                        "");
            case "enum" ->
                new LabProblem(
                        ErrorCode.NOT_ALLOWED,
                        tree.value(at),
                        at,
                        "found %s (expected: %s)".formatted(found, String.join(", ", words(error.getSchemaNode()))),
                        NearestWord.to(found.replace("'", ""), words(error.getSchemaNode()))
                                .map("did you mean '%s'?"::formatted)
                                .orElse(""));
            default ->
                new LabProblem(
                        ErrorCode.BAD_FORM,
                        tree.value(at),
                        at,
                        "found %s (expected: %s %s)".formatted(found, error.getKeyword(), text(error.getSchemaNode())),
                        "");
        };
    }

    /** The keys that the schema knows at the place of an unknown one. */
    private List<String> keysBeside(Error error) {
        JsonNode keyword = schemaAt(error).path("properties");
        return new ArrayList<>(keyword.propertyNames());
    }

    private JsonNode schemaAt(Error error) {
        String fragment = String.valueOf(error.getSchemaLocation().getFragment());
        int slash = fragment.lastIndexOf('/');
        return root.at(slash <= 0 ? "" : fragment.substring(0, slash));
    }

    private static String pointer(NodePath path) {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer.append('/').append(YamlTree.escape(String.valueOf(path.getElement(i))));
        }
        return pointer.toString();
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asString()));
        return words;
    }

    private static String word(JsonNode type) {
        return switch (type.asString("")) {
            case "object" -> "a map";
            case "array" -> "a list";
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> text(type);
        };
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "a map";
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a truth value";
            default -> "nothing";
        };
    }

    private static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        String text = value.isString() ? "'" + value.asString() + "'" : value.toString();
        return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }
}
