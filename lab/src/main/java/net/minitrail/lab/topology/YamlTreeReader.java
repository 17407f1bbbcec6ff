package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.lab.explain.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one YAML document token by token. Anchors and aliases work within limits; a key that stands twice, a second
 * document, or more than {@value #MAX_NODES} values or {@value #MAX_DEPTH} levels are mistakes.
 */
final class YamlTreeReader {
    static final int MAX_CHARS = 1 << 20;
    private static final int MAX_NODES = 50_000;
    private static final int MAX_DEPTH = 32;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final YAMLParser in;
    private final List<LabProblem> problems = new ArrayList<>();
    private final Map<String, Position> keys = new HashMap<>();
    private final Map<String, Position> values = new HashMap<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int count;

    private record Anchored(JsonNode node, int size) {}

    private YamlTreeReader(String file, String text) {
        this.file = file;
        this.in = (YAMLParser) new YAMLFactory().createParser(ObjectReadContext.empty(), text);
    }

    /** @throws LabFileException if the text is not one YAML document within the limits */
    static YamlTree read(String file, String text) {
        if (text.length() > MAX_CHARS) {
            throw fault(
                    file,
                    ErrorCode.TOO_LARGE,
                    Position.START,
                    text.length() + " characters (limit: " + MAX_CHARS + ")");
        }
        try {
            return new YamlTreeReader(file, text).document();
        } catch (JacksonException e) {
            throw notYaml(file, e);
        }
    }

    private static LabFileException notYaml(String file, JacksonException error) {
        if (error.getCause() instanceof MarkedYamlEngineException marked
                && marked.getProblemMark().isPresent()) {
            Mark mark = marked.getProblemMark().get();
            Position at = new Position(mark.getLine() + 1, mark.getColumn() + 1);
            return fault(file, ErrorCode.NOT_YAML, at, marked.getProblem());
        }
        TokenStreamLocation at = error.getLocation();
        String message = error.getOriginalMessage().lines().findFirst().orElse("unreadable");
        return fault(file, ErrorCode.NOT_YAML, at == null ? Position.START : position(at), message);
    }

    private YamlTree document() {
        JsonNode root = in.nextToken() == null ? NODES.objectNode() : value("", 0);
        if (problems.isEmpty() && in.nextToken() != null) {
            throw fault(file, ErrorCode.NOT_YAML, here(), "a second document; a lab file is one");
        }
        if (!problems.isEmpty()) {
            throw new LabFileException(file, problems);
        }
        return new YamlTree(root, ImmutableMap.copyOf(keys), ImmutableMap.copyOf(values));
    }

    private JsonNode value(String pointer, int depth) {
        values.put(pointer, here());
        limit(depth);
        if (in.isCurrentAlias()) {
            return repeat(in.getString());
        }
        String anchor = in.getObjectId();
        int before = count;
        JsonToken token = in.currentToken();
        JsonNode node = switch (token) {
            case START_OBJECT -> map(pointer, depth);
            case START_ARRAY -> list(pointer, depth);
            case VALUE_NUMBER_INT -> NODES.numberNode(in.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.stringNode(in.getString());
        };
        if (anchor != null) {
            anchors.put(anchor, new Anchored(node, count - before + 1));
        }
        return node;
    }

    private JsonNode repeat(String name) {
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw fault(
                    file,
                    ErrorCode.NOT_YAML,
                    here(),
                    "alias *" + name + " without a complete anchor &" + name + " above it");
        }
        count += anchored.size();
        limit(0);
        return anchored.node();
    }

    private ObjectNode map(String pointer, int depth) {
        ObjectNode map = NODES.objectNode();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = in.currentName();
            Position at = here();
            String child = pointer + "/" + YamlTree.escape(key);
            in.nextToken();
            if (map.has(key)) {
                problems.add(new LabProblem(
                        ErrorCode.DUPLICATE_KEY,
                        at,
                        child,
                        "key '" + key + "' stands twice (first at line " + line(keys.get(child)) + ")",
                        ""));
            }
            keys.put(child, at);
            map.set(key, value(child, depth + 1));
        }
        return map;
    }

    private JsonNode list(String pointer, int depth) {
        var list = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(pointer + "/" + list.size(), depth + 1));
        }
        return list;
    }

    private void limit(int depth) {
        if (++count > MAX_NODES || depth > MAX_DEPTH) {
            throw fault(
                    file,
                    ErrorCode.TOO_LARGE,
                    here(),
                    depth > MAX_DEPTH ? "nested deeper than " + MAX_DEPTH : "more than " + MAX_NODES + " values");
        }
    }

    private Position here() {
        return position(in.currentTokenLocation());
    }

    private static int line(@Nullable Position position) {
        return position == null ? 0 : position.line();
    }

    private static Position position(TokenStreamLocation at) {
        return new Position(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }

    private static LabFileException fault(String file, ErrorCode code, Position at, String message) {
        return new LabFileException(file, java.util.List.of(new LabProblem(code, at, "", message, "")));
    }
}
