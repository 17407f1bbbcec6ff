package net.minitrail.xmpp.session;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import net.minitrail.xmpp.stanza.AgentRequest;

/** What a control node heard, in order. */
final class RecordingListener implements AgentListener {
    record Heard(String agent, Object what) {}

    final List<Heard> log = new CopyOnWriteArrayList<>();
    final List<AgentConnection> connections = new CopyOnWriteArrayList<>();

    @Override
    public void onAgentUp(AgentConnection agent) {
        connections.add(agent);
        log.add(new Heard(agent.name(), "up"));
    }

    @Override
    public void onRequest(AgentConnection agent, AgentRequest request) {
        log.add(new Heard(agent.name(), request));
    }

    @Override
    public void onAgentDown(AgentConnection agent, String reason) {
        log.add(new Heard(agent.name(), "down: " + reason));
    }

    Stream<Object> of(String agent) {
        return log.stream().filter(heard -> heard.agent().equals(agent)).map(Heard::what);
    }

    List<AgentRequest> requests(String agent) {
        return of(agent)
                .filter(AgentRequest.class::isInstance)
                .map(AgentRequest.class::cast)
                .toList();
    }

    AgentConnection awaitUp(String agent) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> connections.stream()
                                .filter(connection -> connection.name().equals(agent))
                                .reduce((a, b) -> b)
                                .orElse(null),
                        connection -> connection != null);
    }

    String awaitDown(String agent) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> of(agent)
                                .map(Object::toString)
                                .filter(what -> what.startsWith("down"))
                                .findFirst()
                                .orElse(""),
                        reason -> !reason.isEmpty());
    }

    List<AgentRequest> awaitRequests(String agent, int count) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(10))
                .until(() -> requests(agent), list -> list.size() >= count);
    }
}
