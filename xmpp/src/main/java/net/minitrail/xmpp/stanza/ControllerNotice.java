package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;

/** What a control node tells an agent. Immutable. */
public sealed interface ControllerNotice {

    /** Calls the one method of {@code handler} that fits. */
    <R> R accept(Handler<R> handler);

    /** Routes of one instance and family: a control node sends either some {@code added} or some {@code removed}. */
    record Routes(RouteFamily family, String instance, ImmutableList<RouteItem> added, ImmutableList<RouteKey> removed)
            implements ControllerNotice {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onRoutes(this);
        }
    }

    /** All routes of all subscriptions so far have been sent. */
    enum EndOfRib implements ControllerNotice {
        INSTANCE;

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onEndOfRib();
        }
    }

    /** Changes of the configuration graph, to be applied in order. */
    record Config(ImmutableList<ConfigChange> changes) implements ControllerNotice {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onConfig(this);
        }
    }

    interface Handler<R> {
        R onRoutes(Routes routes);

        R onEndOfRib();

        R onConfig(Config config);
    }
}
