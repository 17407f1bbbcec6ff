package net.minitrail.lab.scenario;

import net.minitrail.lab.process.NodeClient;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.process.RunningNode;
import tools.jackson.databind.JsonNode;

/** Looks at the state of a node's session with another node. */
record SessionCheck(String node, String remote, String state) implements Check {

    static SessionCheck of(JsonNode session) {
        return new SessionCheck(
                session.path("node").asString(),
                session.path("remote").asString(),
                session.path("state").asString("Established"));
    }

    @Override
    public Verdict look(RunningLab lab) {
        RunningNode other = lab.node(remote).orElseThrow();
        String found = "none";
        for (JsonNode session :
                NodeClient.of(lab.node(node).orElseThrow()).status().path("sessions")) {
            String end = session.path("remote").asString("");
            if (end.equals(remote) || end.equals(other.address()) || end.equals(other.transport())) {
                found = session.path("state").asString("");
            }
        }
        return found.equalsIgnoreCase(state)
                ? Verdict.good()
                : Verdict.bad("session with " + remote + ": " + found + " (expected: " + state + ")");
    }
}
