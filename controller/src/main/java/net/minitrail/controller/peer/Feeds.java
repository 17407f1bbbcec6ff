package net.minitrail.controller.peer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.minitrail.controller.routing.Instance;
import net.minitrail.xmpp.session.AgentConnection;

/** The feeds of all routing instances that an agent takes part in. Confined to the routing loop. */
final class Feeds {
    private final ItemCache items;
    private final Map<Instance, ImmutableList<Feed>> feeds = new LinkedHashMap<>();
    private final Set<AgentConnection> told = Sets.newIdentityHashSet();

    Feeds(ItemCache items) {
        this.items = items;
    }

    /** The agent is to be told of the instance, from the beginning. */
    void join(Instance instance, AgentConnection agent) {
        feeds.computeIfAbsent(instance, this::open).forEach(feed -> feed.join(agent));
    }

    private ImmutableList<Feed> open(Instance instance) {
        return Instance.FAMILIES.stream()
                .map(family -> new Feed(instance.table(family), instance, items))
                .collect(ImmutableList.toImmutableList());
    }

    /** The agent is told of the instance no longer. */
    void leave(Instance instance, AgentConnection agent) {
        of(instance).forEach(feed -> feed.leave(agent));
    }

    /** All agents of the instance are told everything again. */
    void rewind(Instance instance) {
        of(instance).forEach(Feed::rewind);
    }

    /** The instance has gone, and its agents with it. */
    void forget(Instance instance) {
        feeds.remove(instance);
    }

    /** Whether the agent has been told all there is in the instance. */
    boolean isToldAll(Instance instance, AgentConnection agent) {
        return of(instance).stream().allMatch(feed -> feed.isToldAll(agent));
    }

    /** Number of destinations that agents of the instance are told of. */
    int reachable(Instance instance) {
        return of(instance).stream().mapToInt(Feed::reachable).sum();
    }

    private ImmutableList<Feed> of(Instance instance) {
        return feeds.getOrDefault(instance, ImmutableList.of());
    }

    /** Tells the agents of one instance what has changed. */
    void tell(Instance instance) {
        of(instance).forEach(feed -> feed.tell(told));
        flush();
    }

    /** Tells every agent what has changed, as far as it can take it. */
    void tell() {
        feeds.values().forEach(all -> all.forEach(feed -> feed.tell(told)));
        flush();
    }

    /** What several feeds have for an agent goes together. */
    private void flush() {
        told.forEach(AgentConnection::flush);
        told.clear();
    }
}
