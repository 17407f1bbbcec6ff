package net.minitrail.controller;

import net.minitrail.bgp.session.PeerSession;
import net.minitrail.bgp.session.RoutingSide;
import net.minitrail.bgp.session.SessionEnd;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Update;
import net.minitrail.xmpp.session.AgentConnection;
import net.minitrail.xmpp.session.AgentListener;
import net.minitrail.xmpp.stanza.AgentRequest;

/**
 * What sessions report to: the tables of the present, which ignore sessions that came up under former ones, and for agents
 * the configuration too. Confined to the routing loop.
 */
final class CurrentPlane implements RoutingSide, AgentListener {
    private final AgentListener configuration;
    private RoutingPlane plane;

    CurrentPlane(RoutingPlane first, AgentListener configuration) {
        plane = first;
        this.configuration = configuration;
    }

    RoutingPlane plane() {
        return plane;
    }

    void replace(RoutingPlane next) {
        plane.close();
        plane = next;
    }

    @Override
    public void established(PeerSession session) {
        plane.bgp().established(session);
    }

    @Override
    public void received(PeerSession session, Update update) {
        plane.bgp().received(session, update);
    }

    @Override
    public void refreshRequested(PeerSession session, AddressFamily family) {
        plane.bgp().refreshRequested(session, family);
    }

    @Override
    public void refreshBegan(PeerSession session, AddressFamily family) {
        plane.bgp().refreshBegan(session, family);
    }

    @Override
    public void refreshEnded(PeerSession session, AddressFamily family) {
        plane.bgp().refreshEnded(session, family);
    }

    @Override
    public void ready(PeerSession session) {
        plane.bgp().ready(session);
    }

    @Override
    public void ended(PeerSession session, SessionEnd end) {
        plane.bgp().ended(session, end);
    }

    @Override
    public void onAgentUp(AgentConnection agent) {
        plane.agents().onAgentUp(agent);
        configuration.onAgentUp(agent);
    }

    @Override
    public void onRequest(AgentConnection agent, AgentRequest request) {
        if (request instanceof AgentRequest.ConfigSubscribe || request instanceof AgentRequest.ConfigUnsubscribe) {
            configuration.onRequest(agent, request);
        } else {
            plane.agents().onRequest(agent, request);
        }
    }

    @Override
    public void onAgentDown(AgentConnection agent, String reason) {
        plane.agents().onAgentDown(agent, reason);
        configuration.onAgentDown(agent, reason);
    }
}
