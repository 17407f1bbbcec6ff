package net.minitrail.vrouter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import net.minitrail.xmpp.session.AgentConnection;
import net.minitrail.xmpp.session.AgentListener;
import net.minitrail.xmpp.session.XmppServer;
import net.minitrail.xmpp.session.XmppServerConfig;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.RenderedBody;
import net.minitrail.xmpp.stanza.RenderedItem;
import net.minitrail.xmpp.stanza.RouteItem;

/** A control node that remembers what it hears and says what a test wants. */
final class ControlNode implements AgentListener, AutoCloseable {
    final List<AgentRequest> requests = new CopyOnWriteArrayList<>();
    private final List<AgentConnection> agents = new CopyOnWriteArrayList<>();
    private final ThreadRoutingLoop loop = new ThreadRoutingLoop("control-node").start();
    private final XmppServer server;

    ControlNode(Ipv4Address transport) throws IOException {
        server = new XmppServer(
                XmppServerConfig.listeningOn(new InetSocketAddress(transport.toInetAddress(), 5269)), loop, this);
        server.start();
    }

    void configure(List<ConfigChange> changes) {
        send(RenderedBody.config(changes));
    }

    void announce(RouteItem item) {
        send(RenderedBody.routes(ComputeNode.INSTANCE, List.of(RenderedItem.of(item))));
    }

    void endOfRib() {
        send(RenderedBody.endOfRib());
    }

    private void send(RenderedBody body) {
        agents.forEach(agent -> agent.send(body));
    }

    @Override
    public void onAgentUp(AgentConnection agent) {
        agents.add(agent);
    }

    @Override
    public void onRequest(AgentConnection agent, AgentRequest request) {
        requests.add(request);
    }

    @Override
    public void onAgentDown(AgentConnection agent, String reason) {
        agents.remove(agent);
    }

    @Override
    public void close() {
        server.close();
        loop.close();
    }
}
