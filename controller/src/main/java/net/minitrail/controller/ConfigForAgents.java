package net.minitrail.controller;

import net.minitrail.controller.config.ifmap.ConfigDistribution;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.xmpp.session.AgentConnection;
import net.minitrail.xmpp.session.AgentListener;
import net.minitrail.xmpp.stanza.AgentRequest;

/** Hands agents' requests for configuration from the routing loop to the config loop. */
final class ConfigForAgents implements AgentListener {
    private final RoutingLoop configLoop;
    private final ConfigDistribution distribution;

    ConfigForAgents(RoutingLoop configLoop, ConfigDistribution distribution) {
        this.configLoop = configLoop;
        this.distribution = distribution;
    }

    @Override
    public void onAgentUp(AgentConnection agent) {
        configLoop.execute(() -> distribution.up(agent, agent.name(), agent::send));
    }

    @Override
    public void onRequest(AgentConnection agent, AgentRequest request) {
        if (request instanceof AgentRequest.ConfigSubscribe subscribe) {
            configLoop.execute(() -> distribution.subscribe(agent, subscribe.node()));
        } else if (request instanceof AgentRequest.ConfigUnsubscribe unsubscribe) {
            configLoop.execute(() -> distribution.unsubscribe(agent, unsubscribe.node()));
        }
    }

    @Override
    public void onAgentDown(AgentConnection agent, String reason) {
        configLoop.execute(() -> distribution.down(agent));
    }
}
