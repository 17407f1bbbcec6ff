package net.minitrail.controller.peer;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import net.minitrail.controller.routing.AgentRoute;
import net.minitrail.controller.routing.AgentSource;
import net.minitrail.controller.routing.Instance;
import net.minitrail.controller.routing.Instances;
import net.minitrail.net.IpAddress;
import net.minitrail.xmpp.session.AgentConnection;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.RenderedBody;
import net.minitrail.xmpp.stanza.SubscriptionTable;

/** One agent while its session is up. Confined to the routing loop. */
public final class AgentSession implements AgentRequest.Handler<Boolean> {
    /** The End-of-RIB of an agent that comes back is no earlier after the session is up, so that it can subscribe first. */
    private static final long EARLIEST_END_NANOS = 1_000_000_000L;

    /** Nor after the last subscription, so that it covers what belongs together. */
    private static final long QUIET_NANOS = 300_000_000L;

    private final AgentConnection connection;
    private final AgentSource source;
    private final Instances instances;
    private final Feeds feeds;
    private final LongSupplier clock;
    private final long as;
    private final SubscriptionTable subscriptions = new SubscriptionTable();
    private final Map<String, Membership> memberships = new LinkedHashMap<>();
    private final long began;
    private long lastSubscription;
    private boolean ended;

    /** Whether the agent marked its end while it had subscribed to nothing, as at its start: no stale routes wait for ours. */
    private boolean begins;

    AgentSession(
            AgentConnection connection,
            IpAddress address,
            Instances instances,
            Feeds feeds,
            LongSupplier clock,
            long as) {
        this.connection = connection;
        this.source = new AgentSource(connection.name(), address);
        this.instances = instances;
        this.feeds = feeds;
        this.clock = clock;
        this.as = as;
        began = clock.getAsLong();
        lastSubscription = began;
    }

    public AgentConnection connection() {
        return connection;
    }

    public AgentSource source() {
        return source;
    }

    /** The instances that the agent takes part in, with whether they exist. */
    public ImmutableList<Subscription> subscriptions() {
        return memberships.values().stream()
                .map(membership -> new Subscription(
                        membership.subscribe().instance(),
                        membership.subscribe().instanceId(),
                        membership.instance() != null))
                .collect(ImmutableList.toImmutableList());
    }

    /** For display. */
    public record Subscription(String instance, int instanceId, boolean active) {}

    /** Whether the agent has told all its routes. */
    boolean hasEnded() {
        return ended;
    }

    /** Number of routes that the agent offers. */
    public int routesIn() {
        int routes = 0;
        for (Membership membership : memberships.values()) {
            Instance instance = membership.instance();
            if (instance != null) {
                routes += Instance.FAMILIES.stream()
                        .mapToInt(family -> instance.table(family).paths(source))
                        .sum();
            }
        }
        return routes;
    }

    /** Number of destinations that the agent has been or will be told of. */
    public int routesOut() {
        int routes = 0;
        for (Membership membership : memberships.values()) {
            Instance instance = membership.instance();
            if (instance != null && !membership.subscribe().noRibOut()) {
                routes += feeds.reachable(instance);
            }
        }
        return routes;
    }

    /** Whether everything has been told, the End-of-RIB included. */
    public boolean isSettled() {
        return isToldAll() && memberships.values().stream().allMatch(membership -> membership.instance() != null);
    }

    private boolean isToldAll() {
        for (Membership membership : memberships.values()) {
            Instance instance = membership.instance();
            if (instance != null && !feeds.isToldAll(instance, connection)) {
                return false;
            }
        }
        return true;
    }

    /** Sends the End-of-RIB if it is time; answers whether it has been sent. */
    boolean sendEndOfRib() {
        if (isToldAll() && (begins || hasBeenQuiet())) {
            connection.send(RenderedBody.endOfRib());
            return true;
        }
        return false;
    }

    private boolean hasBeenQuiet() {
        long now = clock.getAsLong();
        return now - began >= EARLIEST_END_NANOS && now - lastSubscription >= QUIET_NANOS;
    }

    /** An instance is there now. */
    void appeared(Instance instance) {
        Membership membership = memberships.get(instance.name());
        if (membership != null && membership.instance() == null) {
            activate(membership, instance);
        }
    }

    /** An instance is about to go. */
    void disappearing(Instance instance) {
        Membership membership = memberships.get(instance.name());
        if (membership != null) {
            membership.keepOffers();
        }
    }

    /** An instance has gone, its tables are empty, and the agent has been told so: it waits for its return. */
    void disappeared(Instance instance) {
        Membership membership = memberships.get(instance.name());
        if (membership != null && membership.instance() != null) {
            feeds.leave(instance, connection);
            membership.deactivate();
        }
    }

    /** The session is over. */
    void down() {
        memberships.values().forEach(this::leave);
        memberships.clear();
    }

    private void activate(Membership membership, Instance instance) {
        membership.activate(instance, clock.getAsLong());
        if (!membership.subscribe().noRibOut()) {
            feeds.join(instance, connection);
        }
        instances.join(instance, clock.getAsLong());
    }

    private void leave(Membership membership) {
        membership.forget();
        Instance instance = membership.instance();
        if (instance != null) {
            feeds.leave(instance, connection);
            membership.deactivate();
            instances.leave(instance, clock.getAsLong());
        }
    }

    private boolean refused(Optional<String> reason) {
        reason.ifPresent(connection::close);
        return reason.isPresent();
    }

    @Override
    public Boolean onSubscribe(AgentRequest.Subscribe subscribe) {
        if (refused(subscriptions.subscribe(subscribe))) {
            return false;
        }
        var membership = new Membership(subscribe, source);
        memberships.put(subscribe.instance(), membership);
        lastSubscription = clock.getAsLong();
        instances.find(subscribe.instance()).ifPresent(instance -> activate(membership, instance));
        return true;
    }

    @Override
    public Boolean onUnsubscribe(AgentRequest.Unsubscribe unsubscribe) {
        if (refused(subscriptions.unsubscribe(unsubscribe.instance()))) {
            return false;
        }
        Membership membership = memberships.remove(unsubscribe.instance());
        if (membership != null) {
            leave(membership);
        }
        return true;
    }

    @Override
    public Boolean onAnnounce(AgentRequest.Announce announce) {
        Membership membership = memberships.get(announce.instance());
        if (refused(subscriptions.route(announce.instance())) || membership == null) {
            return false;
        }
        AgentRoute route = AgentRoute.of(announce.route(), as);
        if (route != null) {
            membership.announce(announce.route().key(), route, clock.getAsLong());
        }
        return true;
    }

    @Override
    public Boolean onWithdraw(AgentRequest.Withdraw withdraw) {
        Membership membership = memberships.get(withdraw.instance());
        if (refused(subscriptions.route(withdraw.instance())) || membership == null) {
            return false;
        }
        membership.withdraw(withdraw.key());
        return true;
    }

    @Override
    public Boolean onEndOfRib() {
        begins |= memberships.isEmpty();
        ended = true;
        return true;
    }

    /** Requests for configuration are answered elsewhere. */
    @Override
    public Boolean onConfigSubscribe(AgentRequest.ConfigSubscribe subscribe) {
        return false;
    }

    @Override
    public Boolean onConfigUnsubscribe(AgentRequest.ConfigUnsubscribe unsubscribe) {
        return false;
    }
}
