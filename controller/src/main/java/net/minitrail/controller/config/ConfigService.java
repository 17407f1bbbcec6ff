package net.minitrail.controller.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.minitrail.net.runtime.RoutingLoop;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The only door for changes of the configuration. Each change is one transaction: checked, applied, completed by what
 * follows from it, stored, and announced as one {@link Commit}. If any of these fails, nothing has happened.
 *
 * <p>Confined to the config loop; {@link #call} brings others there.
 */
public final class ConfigService {
    private final RoutingLoop loop;
    private final List<ConfigRule> rules;
    private final Derivation derivation;
    private final ConfigStore store;
    private final ConfigGraph graph;
    private final DraftReader drafts;
    private final ConfigEditor editor;
    private final List<Consumer<Commit>> subscribers = new ArrayList<>();

    public ConfigService(RoutingLoop loop, List<ConfigRule> rules, Derivation derivation, ConfigStore store) {
        this.loop = loop;
        this.rules = List.copyOf(rules);
        this.derivation = derivation;
        this.store = store;
        graph = new ConfigGraph(rules);
        drafts = new DraftReader(graph);
        editor = new ConfigEditor(graph, drafts);
    }

    /** Runs {@code work} on the config loop; what it throws is what the future fails with. From any thread. */
    public <T> CompletableFuture<T> call(Supplier<T> work) {
        var answer = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                answer.complete(work.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    public ConfigGraph graph() {
        return graph;
    }

    /** Hears every commit from now on, on the config loop. */
    public void subscribe(Consumer<Commit> subscriber) {
        subscribers.add(subscriber);
    }

    /** Brings back what the store holds, and derives anew what follows from it. */
    public void load() {
        store.load(graph);
        graph.takeChanges();
        transact(() -> {
            derivation.derive(new LinkedHashSet<>(graph.all()), editor);
            return true;
        });
    }

    /** Changes what the server itself owns, past the rules. */
    public void provision(Consumer<ConfigEditor> change) {
        transact(() -> {
            change.accept(editor);
            return true;
        });
    }

    public ConfigObject create(ObjectType type, JsonNode body) {
        return transact(() -> graph.apply(checked(drafts.create(type, body))));
    }

    public ConfigObject update(ObjectType type, UUID uuid, JsonNode body) {
        return update(drafts.update(get(type, uuid), body));
    }

    /** Adds, replaces or removes one reference. */
    public ConfigObject changeReference(
            ObjectType type,
            UUID uuid,
            ObjectType to,
            JsonNode toUuid,
            JsonNode toName,
            boolean add,
            JsonNode attribute) {
        Draft draft = drafts.copy(get(type, uuid));
        Shape shape = type.references().get(to.name());
        if (shape == null) {
            throw Rejected.invalid("ref-type", "a " + type + " has no references to " + to);
        }
        ConfigObject target = drafts.target("ref", to, toUuid, toName);
        if (!add) {
            draft.references().remove(target);
        } else if (attribute.isNull() || attribute.isMissingNode()) {
            draft.references().put(target, NullNode.getInstance());
        } else {
            shape.check("attr", attribute);
            draft.references().put(target, attribute.deepCopy());
        }
        return update(draft);
    }

    /**
     * Deletes an object.
     *
     * @throws Rejected with 409 if others refer to it or live in it
     */
    public void delete(ObjectType type, UUID uuid) {
        ConfigObject object = get(type, uuid);
        transact(() -> {
            refuseIfUsed(object);
            rules.forEach(rule -> rule.checkDelete(object));
            derivation.release(object, editor);
            graph.remove(object);
            return true;
        });
    }

    /**
     * Finds an object.
     *
     * @throws Rejected with 404 if there is none
     */
    public ConfigObject get(ObjectType type, UUID uuid) {
        return graph.find(uuid)
                .filter(object -> object.type().equals(type))
                .orElseThrow(() -> Rejected.missing("no " + type + " has the uuid " + uuid));
    }

    private ConfigObject update(Draft draft) {
        return transact(() -> {
            checked(draft);
            if (draft.existing() != null && draft.changesNothing()) {
                return draft.existing();
            }
            Identity.touch(draft);
            return graph.apply(draft);
        });
    }

    private Draft checked(Draft draft) {
        rules.forEach(rule -> rule.check(draft, graph));
        return draft;
    }

    private void refuseIfUsed(ConfigObject object) {
        String users = Stream.concat(object.children().stream(), object.referrers().stream())
                .filter(user -> !derivation.owns(user))
                .map(user -> user.type() + " " + user.uuid())
                .limit(10)
                .collect(Collectors.joining(", "));
        if (!users.isEmpty()) {
            throw Rejected.conflict(object + " is still in use by " + users);
        }
    }

    private <T> T transact(Supplier<T> change) {
        boolean done = false;
        try {
            T result = change.get();
            int seen = 0;
            for (Commit news = graph.changesFrom(seen); !news.isEmpty(); news = graph.changesFrom(seen)) {
                seen += news.changes().size();
                derivation.derive(news.touched(), editor);
            }
            store.append(graph.changesFrom(0));
            done = true;
            Commit commit = graph.takeChanges();
            if (!commit.isEmpty()) {
                subscribers.forEach(subscriber -> subscriber.accept(commit));
            }
            return result;
        } finally {
            if (!done) {
                graph.rollBack();
            }
        }
    }
}
