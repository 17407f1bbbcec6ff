package net.minitrail.controller.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.controller.routing.Instances;
import net.minitrail.controller.routing.OriginNetworks;
import net.minitrail.controller.routing.RouteItems;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.VirtualTimeLoop;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.RenderedBody;
import org.junit.jupiter.api.Test;

/** When an agent is told that it has been told all; without waiting. */
class EndOfRibTest {
    private static final long AS = 65500;
    private static final Ipv4Address COMPUTE = Ipv4Address.parse("192.168.100.3");
    private static final String MARK =
            UTF_8.decode(RenderedBody.endOfRib().octets()).toString();

    private final VirtualTimeLoop loop = new VirtualTimeLoop();
    private final OriginNetworks origins = new OriginNetworks(AS);
    private final Agents agents = new Agents(
            new Instances(new BgpRib(RibConfig.of(AS, Ipv4Address.parse("192.168.100.2"))), origins),
            new RouteItems(origins, AS),
            loop,
            AS,
            connection -> COMPUTE,
            () -> {},
            (event, peer, detail) -> {},
            () -> false);
    private final SlowAgent agent = new SlowAgent();

    private boolean marked() {
        return agent.bodies.stream()
                .anyMatch(body -> UTF_8.decode(body.octets()).toString().equals(MARK));
    }

    private void subscribe() {
        agents.onRequest(agent, new AgentRequest.Subscribe("d:p:vn:vn", 1, false));
    }

    private void after(int millis) {
        loop.advance(Duration.ofMillis(millis));
    }

    @Test
    void an_agent_that_says_nothing_is_given_a_second() {
        agents.onAgentUp(agent);

        after(990);
        assertFalse(marked());
        after(120);
        assertTrue(marked());
    }

    @Test
    void an_agent_that_has_nothing_does_not_wait() {
        agents.onAgentUp(agent);
        agents.onRequest(agent, AgentRequest.EndOfRib.INSTANCE);
        subscribe();

        after(120);
        assertTrue(marked());
    }

    @Test
    void an_agent_that_comes_back_with_subscriptions_waits_until_these_are_quiet() {
        agents.onAgentUp(agent);
        subscribe();
        agents.onRequest(agent, AgentRequest.EndOfRib.INSTANCE);

        after(990);
        assertFalse(marked());
        agents.onRequest(agent, new AgentRequest.Subscribe("d:p:other:other", 2, false));
        after(250);
        assertFalse(marked());
        after(200);
        assertTrue(marked());
    }
}
