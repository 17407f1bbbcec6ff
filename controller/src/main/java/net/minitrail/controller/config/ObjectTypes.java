package net.minitrail.controller.config;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import net.minitrail.net.runtime.NearestWord;
import tools.jackson.databind.json.JsonMapper;

/** The object types that this controller knows, by name. Immutable. */
public final class ObjectTypes {
    private static final ObjectTypes KNOWN = load();

    private final ImmutableMap<String, ObjectType> byName;

    private ObjectTypes(ImmutableMap<String, ObjectType> byName) {
        this.byName = byName;
    }

    public static ObjectTypes known() {
        return KNOWN;
    }

    /**
     * The type of this name.
     *
     * @throws Rejected with 404 if there is none
     */
    public ObjectType named(String name) {
        ObjectType type = byName.get(name);
        if (type == null) {
            String nearest = NearestWord.to(name, byName.keySet())
                    .map(word -> ", did you mean '" + word + "'?")
                    .orElse("");
            throw Rejected.missing("no object type '" + name + "'" + nearest);
        }
        return type;
    }

    public Iterable<ObjectType> all() {
        return byName.values();
    }

    private static ObjectTypes load() {
        var types = ImmutableMap.<String, ObjectType>builder();
        try (InputStream in = Objects.requireNonNull(
                ObjectTypes.class.getResourceAsStream("object-types.json"), "object-types.json")) {
            JsonMapper.shared().readTree(in).forEachEntry((name, row) -> types.put(name, ObjectType.read(name, row)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ObjectTypes(types.build());
    }
}
