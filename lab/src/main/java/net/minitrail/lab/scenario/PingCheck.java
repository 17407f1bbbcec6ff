package net.minitrail.lab.scenario;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minitrail.lab.process.RemoteCommand;
import net.minitrail.lab.process.RunningLab;
import tools.jackson.databind.JsonNode;

/**
 * Pings from a guest or a gateway's VRF and counts the replies.
 *
 * @param on the guest or gateway
 * @param command in the words of that kind of node
 */
record PingCheck(String on, String command, int replies) implements Check {
    private static final Pattern COUNT = Pattern.compile("packets transmitted, (\\d+) (?:packets )?received");

    static PingCheck of(JsonNode ping) {
        String from = ping.path("from").asString();
        String to = ping.path("to").asString();
        int count = ping.path("count").asInt(2);
        int colon = from.indexOf(':');
        String source = ping.path("source").asString("");
        String command = colon < 0
                ? "ping -i 0.2 -W 1 -c " + count + (source.isEmpty() ? "" : " -I " + source) + " " + to
                : "ping routing-instance " + from.substring(colon + 1) + " " + to
                        + (source.isEmpty() ? "" : " source " + source) + " rapid count " + count;
        return new PingCheck(
                colon < 0 ? from : from.substring(0, colon),
                command,
                ping.path("replies").asInt(count));
    }

    @Override
    public Verdict look(RunningLab lab) throws IOException, InterruptedException {
        StringBuilder said = new StringBuilder();
        new RemoteCommand(lab, on).run(command, said::append);
        Matcher matcher = COUNT.matcher(said);
        int found = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        return found == replies
                ? Verdict.good()
                : Verdict.bad("%d replies (expected: %d)\n%s> %s\n%s".formatted(found, replies, on, command, said));
    }
}
