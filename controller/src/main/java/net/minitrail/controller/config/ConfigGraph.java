package net.minitrail.controller.config;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All objects, by uuid and by name. Checks nothing: what comes here has been checked. Confined to the config loop. */
public final class ConfigGraph {
    private final Map<UUID, ConfigObject> byUuid = new LinkedHashMap<>();
    private final Map<ObjectType, Map<List<String>, ConfigObject>> byName = new HashMap<>();
    private final List<ConfigRule> listeners;
    private List<Commit.Change> changes = new ArrayList<>();

    ConfigGraph(List<ConfigRule> rules) {
        listeners = List.copyOf(rules);
    }

    public Optional<ConfigObject> find(UUID uuid) {
        return Optional.ofNullable(byUuid.get(uuid));
    }

    public Optional<ConfigObject> find(ObjectType type, List<String> fqName) {
        return Optional.ofNullable(byName.getOrDefault(type, Map.of()).get(fqName));
    }

    /** As {@link #find(ObjectType, List)}, by the name of the type and the name joined with colons. */
    public Optional<ConfigObject> find(String type, String... fqName) {
        return find(ObjectTypes.known().named(type), List.of(fqName));
    }

    /** The objects of a type, oldest first. */
    public Collection<ConfigObject> all(ObjectType type) {
        return Collections.unmodifiableCollection(
                byName.getOrDefault(type, Map.of()).values());
    }

    public Collection<ConfigObject> all(String type) {
        return all(ObjectTypes.known().named(type));
    }

    /** All objects, oldest first. */
    public Collection<ConfigObject> all() {
        return Collections.unmodifiableCollection(byUuid.values());
    }

    /** Makes {@code draft} true. */
    ConfigObject apply(Draft draft) {
        ConfigObject object = draft.existing();
        var content = new Commit.Content(draft.properties(), draft.references());
        if (object == null) {
            object = new ConfigObject(draft);
            insert(object, content);
        } else {
            change(object, content);
        }
        return object;
    }

    /** Removes an object without children or referrers. */
    void remove(ConfigObject object) {
        byUuid.remove(object.uuid());
        byName.getOrDefault(object.type(), Map.of()).remove(object.fqName());
        object.leave();
        record(new Commit.Change(Commit.Kind.DELETED, object, object.content()));
    }

    /** What has happened since the last call. */
    Commit takeChanges() {
        List<Commit.Change> taken = changes;
        changes = new ArrayList<>();
        return new Commit(taken);
    }

    /** What has happened since {@link #takeChanges}, from the {@code from}-th change on. */
    Commit changesFrom(int from) {
        return new Commit(changes.subList(from, changes.size()));
    }

    /** Takes back what has happened since {@link #takeChanges}. */
    void rollBack() {
        for (Commit.Change change : Lists.reverse(takeChanges().changes())) {
            if (change.before() == null) {
                remove(change.object());
            } else if (change.kind() == Commit.Kind.DELETED) {
                insert(change.object(), change.before());
            } else {
                change(change.object(), change.before());
            }
        }
        changes.clear();
    }

    private void insert(ConfigObject object, Commit.Content content) {
        byUuid.put(object.uuid(), object);
        byName.computeIfAbsent(object.type(), type -> new LinkedHashMap<>()).put(object.fqName(), object);
        object.become(content);
        record(new Commit.Change(Commit.Kind.CREATED, object, null));
    }

    private void change(ConfigObject object, Commit.Content content) {
        Commit.Content before = object.content();
        object.become(content);
        record(new Commit.Change(Commit.Kind.UPDATED, object, before));
    }

    private void record(Commit.Change change) {
        changes.add(change);
        listeners.forEach(rule -> rule.applied(change));
    }
}
