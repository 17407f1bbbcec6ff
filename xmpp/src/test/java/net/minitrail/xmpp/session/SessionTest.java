package net.minitrail.xmpp.session;

import static net.minitrail.xmpp.stanza.RouteItemBuilder.INSTANCE;
import static net.minitrail.xmpp.stanza.RouteItemBuilder.vmRoute;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject;
import net.minitrail.xmpp.stanza.ControllerNotice;
import net.minitrail.xmpp.stanza.RenderedBody;
import net.minitrail.xmpp.stanza.RenderedItem;
import net.minitrail.xmpp.stanza.RouteFamily;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.XmlElement;
import net.minitrail.xmpp.stream.ClientState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final RecordingController agentLog = new RecordingController();
    private ServerFixture controller;
    private XmppClient agent;

    @BeforeEach
    void connect() throws Exception {
        controller = new ServerFixture(ServerFixture.config());
        var config = XmppClientConfig.of("compute-1", new InetSocketAddress("127.1.0.3", 0), controller.address);
        agent = new XmppClient(config, controller.routing, agentLog);
        agent.start();
        controller.listener.awaitUp("compute-1");
        await().until(() -> agentLog.log.contains("up"));
    }

    @AfterEach
    void disconnect() {
        agent.close();
        controller.close();
    }

    @Test
    void an_agent_is_known_by_its_name_and_the_address_it_connects_from() {
        AgentConnection connection = controller.listener.awaitUp("compute-1");

        assertEquals("127.1.0.3", connection.address().getAddress().getHostAddress());
        assertEquals(List.of(connection), controller.server.agents());
        assertEquals(ClientState.ESTABLISHED, agent.status().state());
    }

    @Test
    void what_an_agent_asks_arrives_as_it_was_asked() {
        RouteItem route = vmRoute().build();
        List<AgentRequest> requests = List.of(
                new AgentRequest.Subscribe(INSTANCE, 7, false),
                new AgentRequest.Announce(INSTANCE, route),
                new AgentRequest.Withdraw(INSTANCE, route.key()),
                AgentRequest.EndOfRib.INSTANCE,
                new AgentRequest.Unsubscribe(INSTANCE),
                new AgentRequest.ConfigSubscribe("virtual-router:default-global-system-config:compute-1"),
                new AgentRequest.ConfigUnsubscribe("virtual-machine:7d5ba1a6-1b5c-4f9e-9b1e-0a4b5c6d7e8f"));

        controller.routing.execute(() -> requests.forEach(agent::send));

        assertEquals(requests, controller.listener.awaitRequests("compute-1", requests.size()));
        assertEquals(10, agent.status().statistics().stanzasOut());
    }

    @Test
    void what_a_control_node_says_arrives_as_it_was_said() {
        AgentConnection connection = controller.listener.awaitUp("compute-1");
        RouteItem route = vmRoute().build();
        List<ConfigChange> changes = List.of(
                ConfigChange.update(ConfigObject.Node.of(
                        "virtual-network",
                        "default-domain:default-project:test_vn",
                        XmlElement.leaf("virtual-network-network-id", "5"))),
                ConfigChange.delete(new ConfigObject.Link(
                        new ConfigObject.NodeId("virtual-router", "default-global-system-config:compute-1"),
                        new ConfigObject.NodeId("virtual-machine", "vm1"),
                        "virtual-router-virtual-machine")));

        connection.send(RenderedBody.routes(INSTANCE, List.of(RenderedItem.of(route))));
        connection.send(RenderedBody.routes(INSTANCE, List.of(RenderedItem.retract(route.key()))));
        connection.send(RenderedBody.endOfRib());
        connection.send(RenderedBody.config(changes));

        var expected = List.of(
                "up",
                new ControllerNotice.Routes(RouteFamily.INET, INSTANCE, ImmutableList.of(route), ImmutableList.of()),
                new ControllerNotice.Routes(
                        RouteFamily.INET, INSTANCE, ImmutableList.of(), ImmutableList.of(route.key())),
                ControllerNotice.EndOfRib.INSTANCE,
                new ControllerNotice.Config(ImmutableList.copyOf(changes)));
        await().untilAsserted(() -> assertEquals(expected, agentLog.log));
    }

    @Test
    void a_session_that_the_control_node_ends_is_taken_up_again() {
        controller.listener.awaitUp("compute-1").close("cleared by the operator");

        assertEquals("down: cleared by the operator", controller.listener.awaitDown("compute-1"));
        await().until(() -> agentLog.log.equals(List.of("up", "down: closed by control node", "up")));
        assertEquals(1, agent.status().flaps());
        assertEquals(1, controller.server.flaps("compute-1"));
    }

    @Test
    void an_agent_that_stops_says_so() {
        agent.close();

        assertEquals("down: closed by agent", controller.listener.awaitDown("compute-1"));
        await().until(() -> controller.server.agents().isEmpty());
    }

    @Test
    void a_server_that_stops_is_dialled_until_it_is_back() throws Exception {
        var address = controller.address;
        controller.server.close();
        await().until(() -> agentLog.log.size() == 2);
        controller.close();
        assertTrue(agentLog.log.get(1).toString().startsWith("down"), agentLog.log.toString());

        controller = new ServerFixture(XmppServerConfig.listeningOn(address));

        // the old routing loop is gone, so the agent's own view counts
        await().atMost(Duration.ofSeconds(8))
                .until(() -> !controller.server.agents().isEmpty());
        assertEquals(ClientState.ESTABLISHED, agent.status().state());
    }
}
