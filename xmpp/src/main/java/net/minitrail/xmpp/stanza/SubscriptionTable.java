package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.minitrail.xmpp.stanza.AgentRequest.Subscribe;

/**
 * Which instances one agent takes part in, and what it must not do: the answers are reasons to close its session.
 * Confined to the routing loop.
 */
public final class SubscriptionTable {
    private final Map<String, Subscribe> subscriptions = new LinkedHashMap<>();

    /** A second subscription, even while the first is pending, closes the session. */
    public Optional<String> subscribe(Subscribe subscribe) {
        return subscriptions.putIfAbsent(subscribe.instance(), subscribe) == null
                ? Optional.empty()
                : Optional.of("duplicate subscribe to " + subscribe.instance());
    }

    /** An unsubscribe without a subscription closes the session. */
    public Optional<String> unsubscribe(String instance) {
        return subscriptions.remove(instance) != null
                ? Optional.empty()
                : Optional.of("unsubscribe without subscribe to " + instance);
    }

    /** A route of an instance without a subscription closes the session, be it new or withdrawn. */
    public Optional<String> route(String instance) {
        return subscriptions.containsKey(instance)
                ? Optional.empty()
                : Optional.of("route without subscribe to " + instance);
    }

    public Optional<Subscribe> get(String instance) {
        return Optional.ofNullable(subscriptions.get(instance));
    }

    /** In the order of subscription. */
    public ImmutableSet<String> instances() {
        return ImmutableSet.copyOf(subscriptions.keySet());
    }
}
