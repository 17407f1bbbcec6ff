package net.minitrail.controller.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of the configuration. Only {@link ConfigGraph} changes it. Confined to the config loop; nothing that is read
 * here may be changed by the reader.
 */
public final class ConfigObject {
    private final ObjectType type;
    private final UUID uuid;
    private final List<String> fqName;
    private final @Nullable ConfigObject parent;
    private final Map<ConfigObject, JsonNode> references = new LinkedHashMap<>();
    private final Collection<ConfigObject> referrers = new LinkedHashSet<>();
    private final Collection<ConfigObject> children = new LinkedHashSet<>();
    private ObjectNode properties;
    private long version;

    ConfigObject(Draft draft) {
        type = draft.type();
        uuid = draft.uuid();
        fqName = draft.fqName();
        parent = draft.parent();
        properties = draft.properties();
    }

    public ObjectType type() {
        return type;
    }

    public boolean is(String typeName) {
        return type.name().equals(typeName);
    }

    public UUID uuid() {
        return uuid;
    }

    public List<String> fqName() {
        return fqName;
    }

    /** The fully qualified name with colons. */
    public String name() {
        return String.join(":", fqName);
    }

    /** The last part of the name. */
    public String shortName() {
        return fqName.get(fqName.size() - 1);
    }

    public Optional<ConfigObject> parent() {
        return Optional.ofNullable(parent);
    }

    /** A property, or a missing node. */
    public JsonNode property(String name) {
        return properties.path(name);
    }

    public ObjectNode properties() {
        return properties;
    }

    /** Whom it refers to, with the attribute of each reference (a JSON null if it has none), in order. */
    public Map<ConfigObject, JsonNode> references() {
        return Collections.unmodifiableMap(references);
    }

    public List<ConfigObject> references(String typeName) {
        return references.keySet().stream().filter(to -> to.is(typeName)).toList();
    }

    /** Who refers to it. */
    public Collection<ConfigObject> referrers() {
        return Collections.unmodifiableCollection(referrers);
    }

    public List<ConfigObject> referrers(String typeName) {
        return referrers.stream().filter(from -> from.is(typeName)).toList();
    }

    public Collection<ConfigObject> children() {
        return Collections.unmodifiableCollection(children);
    }

    /** Grows with every change of the object itself. */
    public long version() {
        return version;
    }

    /** What it says now. */
    Commit.Content content() {
        return new Commit.Content(properties, new LinkedHashMap<>(references));
    }

    /** Takes over what a checked draft says. */
    void become(Commit.Content content) {
        properties = content.properties();
        references.keySet().forEach(to -> to.referrers.remove(this));
        references.clear();
        references.putAll(content.references());
        references.keySet().forEach(to -> to.referrers.add(this));
        if (parent != null) {
            parent.children.add(this);
        }
        version++;
    }

    /** Lets go of all others. */
    void leave() {
        references.keySet().forEach(to -> to.referrers.remove(this));
        if (parent != null) {
            parent.children.remove(this);
        }
    }

    @Override
    public String toString() {
        return type + " " + name();
    }
}
