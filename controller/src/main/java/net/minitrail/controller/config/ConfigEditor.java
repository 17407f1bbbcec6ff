package net.minitrail.controller.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes the configuration without asking the rules: for what the server itself derives. Confined to the config loop. */
public final class ConfigEditor {
    private final ConfigGraph graph;
    private final DraftReader drafts;

    ConfigEditor(ConfigGraph graph, DraftReader drafts) {
        this.graph = graph;
        this.drafts = drafts;
    }

    public ConfigGraph graph() {
        return graph;
    }

    /** The object of this name, made without properties if there is none. */
    public ConfigObject ensure(String typeName, @Nullable ConfigObject parent, List<String> fqName) {
        ObjectType type = ObjectTypes.known().named(typeName);
        return graph.find(type, fqName).orElseGet(() -> {
            ObjectNode properties = JsonNodeFactory.instance.objectNode();
            var draft = new Draft(type, UUID.randomUUID(), fqName, parent, properties, new LinkedHashMap<>(), null);
            Identity.stamp(draft);
            return graph.apply(draft);
        });
    }

    /** Makes {@code targets} all that {@code from} refers to among the objects of one type. */
    public void setReferences(ConfigObject from, String typeName, Map<ConfigObject, JsonNode> targets) {
        Draft draft = drafts.copy(from);
        draft.references().keySet().removeIf(to -> to.is(typeName));
        draft.references().putAll(targets);
        apply(draft);
    }

    public void setProperty(ConfigObject object, String name, JsonNode value) {
        Draft draft = drafts.copy(object);
        draft.properties().set(name, value);
        apply(draft);
    }

    /** Removes an object, and the references that others have to it. */
    public void remove(ConfigObject object) {
        for (ConfigObject referrer : List.copyOf(object.referrers())) {
            Draft draft = drafts.copy(referrer);
            draft.references().remove(object);
            apply(draft);
        }
        graph.remove(object);
    }

    private void apply(Draft draft) {
        if (!draft.changesNothing()) {
            graph.apply(draft);
        }
    }
}
