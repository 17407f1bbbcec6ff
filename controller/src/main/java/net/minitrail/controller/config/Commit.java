package net.minitrail.controller.config;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes that became true together.
 *
 * @param changes in the order in which they happened
 */
public record Commit(List<Change> changes) {
    /** What happened to the object itself. */
    public enum Kind {
        CREATED,
        UPDATED,
        DELETED
    }

    /** One object's change; {@code before} is null if it is new. */
    public record Change(
            Kind kind, ConfigObject object, @Nullable Content before) {}

    /** What an object said. */
    public record Content(ObjectNode properties, Map<ConfigObject, JsonNode> references) {}

    public Commit {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The changed objects, and all at the other end of a reference that is or was theirs. */
    public ImmutableSet<ConfigObject> touched() {
        var touched = ImmutableSet.<ConfigObject>builder();
        for (Change change : changes) {
            touched.add(change.object());
            touched.addAll(change.object().references().keySet());
            if (change.before() != null) {
                touched.addAll(change.before().references().keySet());
            }
            change.object().parent().ifPresent(touched::add);
        }
        return touched.build();
    }
}
