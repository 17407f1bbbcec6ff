package net.minitrail.controller.peer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import net.minitrail.controller.routing.Instance;
import net.minitrail.controller.routing.InstancePlan;
import net.minitrail.controller.routing.Instances;
import net.minitrail.controller.routing.RouteItems;
import net.minitrail.net.IpAddress;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.xmpp.session.AgentConnection;
import net.minitrail.xmpp.session.AgentListener;
import net.minitrail.xmpp.stanza.AgentRequest;

/** All agents with a session, and what they have to be told. Confined to the routing loop. */
public final class Agents implements AgentListener {
    private static final Duration END_OF_RIB_CHECK = Duration.ofMillis(100);

    private final Instances instances;
    private final ItemCache items;
    private final Feeds feeds;
    private final RoutingLoop loop;
    private final long as;
    private final Function<AgentConnection, IpAddress> addresses;
    private final Runnable changed;
    private final BgpPeers.SessionEvents events;
    private final BooleanSupplier incomplete;
    private final IdentityHashMap<AgentConnection, AgentSession> sessions = new IdentityHashMap<>();

    /**
     * The agents of one life of the tables.
     *
     * @param as of this system
     * @param addresses the address in the protocols of an agent
     * @param changed what to call when tables may have changed or an agent may be written to again
     * @param incomplete whether routes of neighbors are still missing, so that agents must not be told the end
     */
    public Agents(
            Instances instances,
            RouteItems items,
            RoutingLoop loop,
            long as,
            Function<AgentConnection, IpAddress> addresses,
            Runnable changed,
            BgpPeers.SessionEvents events,
            BooleanSupplier incomplete) {
        this.instances = instances;
        this.items = new ItemCache(items);
        this.feeds = new Feeds(this.items);
        this.loop = loop;
        this.as = as;
        this.addresses = addresses;
        this.changed = changed;
        this.events = events;
        this.incomplete = incomplete;
    }

    @Override
    public void onAgentUp(AgentConnection agent) {
        var session = new AgentSession(agent, addresses.apply(agent), instances, feeds, loop::nanoTime, as);
        sessions.put(agent, session);
        awaitEndOfRib(session);
        agent.onWritable(changed);
        events.happened("xmpp-up", agent.name(), agent.address().toString());
    }

    @Override
    public void onRequest(AgentConnection agent, AgentRequest request) {
        AgentSession session = sessions.get(agent);
        if (session != null && request.accept(session)) {
            changed.run();
        }
    }

    @Override
    public void onAgentDown(AgentConnection agent, String reason) {
        AgentSession session = sessions.remove(agent);
        if (session != null) {
            session.down();
            events.happened("xmpp-down", agent.name(), reason);
            changed.run();
        }
    }

    /** Makes or changes an instance. */
    public void apply(InstancePlan plan) {
        boolean isNew = instances.find(plan.name()).isEmpty();
        Set<RouteTarget> named = instances.apply(plan, loop.nanoTime());
        Instance instance = instances.find(plan.name()).orElseThrow();
        if (isNew) {
            sessions.values().forEach(session -> session.appeared(instance));
        }
        renamed(named);
        changed.run();
    }

    /** Removes an instance; agents that take part are told that its routes are gone. */
    public void remove(String name) {
        Instance instance = instances.find(name).orElse(null);
        if (instance != null) {
            sessions.values().forEach(session -> session.disappearing(instance));
            instances.remove(name, loop.nanoTime());
            feeds.tell(instance);
            sessions.values().forEach(session -> session.disappeared(instance));
            feeds.forget(instance);
            renamed(instance.plan().exports());
            changed.run();
        }
    }

    /** Tells every agent what has changed, as far as it can take it. */
    public void tell() {
        feeds.tell();
    }

    private void awaitEndOfRib(AgentSession session) {
        boolean there = sessions.containsKey(session.connection());
        if (there && (incomplete.getAsBoolean() || !session.sendEndOfRib())) {
            loop.schedule(END_OF_RIB_CHECK, () -> awaitEndOfRib(session));
        }
    }

    /** Whether agents of these names have sessions and have told all their routes. */
    public boolean haveEnded(Set<String> names) {
        Set<String> ended = new HashSet<>();
        for (AgentSession session : sessions.values()) {
            if (session.hasEnded()) {
                ended.add(session.connection().name());
            }
        }
        return ended.containsAll(names);
    }

    public ImmutableList<AgentSession> sessions() {
        return ImmutableList.copyOf(sessions.values());
    }

    /** The network that routes with these targets come from may be another one now: those who import them hear of it. */
    private void renamed(Set<RouteTarget> targets) {
        if (targets.isEmpty()) {
            return;
        }
        items.clear();
        for (Instance instance : instances.all()) {
            boolean imports = !Sets.intersection(instance.plan().imports(), targets)
                            .isEmpty()
                    || !Sets.intersection(instance.plan().connected(), targets).isEmpty();
            if (imports) {
                feeds.rewind(instance);
            }
        }
    }
}
