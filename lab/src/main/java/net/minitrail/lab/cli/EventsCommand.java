package net.minitrail.lab.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.process.NodeClient;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.process.RunningNode;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code events}: the state changes of all nodes as they happen; one JSON object a line with {@code -o json}. */
@Command(name = "events", description = "Prints what changes in a running lab, until interrupted.")
final class EventsCommand implements Callable<Integer> {
    private final Minitrail program;

    EventsCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunningLab lab = program.selection().lab();
        List<Thread> threads = new ArrayList<>();
        for (RunningNode node : lab.nodes()) {
            if (node.endpoints().containsKey("control") && node.kind().isOurs()) {
                Thread thread = new Thread(() -> follow(NodeClient.of(node)));
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return 0;
    }

    private void follow(NodeClient node) {
        try {
            node.events(event -> {
                String name = event.path("event").asString("");
                if (!name.equals("tick") && !name.equals("status")) {
                    print(node.name(), event);
                }
                return !program.out().checkError();
            });
        } catch (IOException | LabException e) {
            program.err().println(node.name() + ": " + e.getMessage());
        }
    }

    private synchronized void print(String node, JsonNode event) {
        ObjectNode row = JsonNodeFactory.instance.objectNode().put("node", node);
        event.propertyNames().forEach(key -> row.set(key, event.path(key)));
        if (program.format == Minitrail.Format.table) {
            StringBuilder line = new StringBuilder();
            line.append(row.path("time").asString("")).append(' ').append(node).append(' ');
            line.append(row.path("event").asString(""));
            row.propertyNames().stream()
                    .filter(key -> !key.equals("time") && !key.equals("event") && !key.equals("node"))
                    .forEach(key -> line.append(' ').append(key).append('=').append(plain(row.path(key))));
            program.out().println(line);
        } else {
            program.out().println(row);
        }
        program.out().flush();
    }

    private static String plain(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }
}
