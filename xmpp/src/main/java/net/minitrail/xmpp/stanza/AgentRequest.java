package net.minitrail.xmpp.stanza;

import static com.google.common.base.Preconditions.checkArgument;

/** What an agent asks of a control node. Immutable, so it crosses from the session loop to the routing loop as it is. */
public sealed interface AgentRequest {

    /** Calls the one method of {@code handler} that fits. */
    <R> R accept(Handler<R> handler);

    /**
     * Take part in a routing instance, in all its families.
     *
     * @param instance full name, such as {@code default-domain:default-project:test_vn:test_vn}
     * @param instanceId the agent's VRF index, which becomes the low 16 bits of the route distinguisher; -1 if absent
     * @param noRibOut whether the agent only publishes and wants no routes
     */
    record Subscribe(String instance, int instanceId, boolean noRibOut) implements AgentRequest {
        public Subscribe {
            checkArgument(instanceId >= -1, "instance id %s", instanceId);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onSubscribe(this);
        }
    }

    /** Take no further part in a routing instance. */
    record Unsubscribe(String instance) implements AgentRequest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onUnsubscribe(this);
        }
    }

    /** A route, new or in place of the agent's older one with the same key: a publish and its association in one. */
    record Announce(String instance, RouteItem route) implements AgentRequest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAnnounce(this);
        }
    }

    /** The agent's route is gone: a publish and its dissociation in one. */
    record Withdraw(String instance, RouteKey key) implements AgentRequest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onWithdraw(this);
        }
    }

    /** Everything the agent had to say after the session came up has been said, in all families. */
    enum EndOfRib implements AgentRequest {
        INSTANCE;

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onEndOfRib();
        }
    }

    /** Send the configuration that hangs on this node: {@code virtual-router:…} first, then {@code virtual-machine:…}. */
    record ConfigSubscribe(String node) implements AgentRequest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onConfigSubscribe(this);
        }
    }

    record ConfigUnsubscribe(String node) implements AgentRequest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onConfigUnsubscribe(this);
        }
    }

    interface Handler<R> {
        R onSubscribe(Subscribe subscribe);

        R onUnsubscribe(Unsubscribe unsubscribe);

        R onAnnounce(Announce announce);

        R onWithdraw(Withdraw withdraw);

        R onEndOfRib();

        R onConfigSubscribe(ConfigSubscribe subscribe);

        R onConfigUnsubscribe(ConfigUnsubscribe unsubscribe);
    }
}
