package net.minitrail.lab.scenario;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.UUID;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.process.NodeClient;
import net.minitrail.lab.process.Provisioner;
import net.minitrail.lab.process.RemoteCommand;
import net.minitrail.lab.topology.LabGuest;
import net.minitrail.lab.topology.LabNetwork;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the {@code do} steps mean. */
final class Actions {
    private Actions() {}

    /** The action of a key of a step; null if the key is none. */
    static @Nullable Action of(String key, JsonNode value, Words words) {
        return switch (key) {
            case "set" -> set(value);
            case "delete" -> lab -> delete(lab, value);
            case "create" -> lab -> create(lab, value);
            case "stop" -> lab -> lab.nodes().stop(value.asString());
            case "kill" -> lab -> lab.nodes().kill(value.asString());
            case "start" -> lab -> lab.start(value.asString());
            case "run" -> lab -> run(lab, value, words);
            default -> null;
        };
    }

    private static Action set(JsonNode value) {
        if (value.has("guest")) {
            return lab -> lab.provisioner().setPort(guest(lab, value), value);
        }
        if (value.has("encapsulation-priorities")) {
            return lab -> lab.provisioner().setEncapsulation(texts(value.path("encapsulation-priorities")));
        }
        if (value.has("policy")) {
            return lab -> lab.provisioner().setPolicy(value.path("policy").asString(), value.path("rules"));
        }
        if (value.has("ecmp-hash") && !value.has("network")) {
            return lab -> lab.provisioner().setEcmpHash(texts(value.path("ecmp-hash")));
        }
        return value.has("network")
                ? lab -> lab.provisioner().setNetwork(network(lab, value), value)
                : lab -> configure(lab, value);
    }

    private static ImmutableList<String> texts(JsonNode list) {
        ImmutableList.Builder<String> texts = ImmutableList.builder();
        list.forEach(text -> texts.add(text.asString()));
        return texts.build();
    }

    /** Enters configuration mode on a gateway, types the lines, and commits them together. */
    private static void configure(LabHandle lab, JsonNode set) {
        String name = set.path("node").asString();
        NodeClient node = NodeClient.of(lab.running().node(name).orElseThrow());
        String session = UUID.randomUUID().toString();
        String lines = "configure\n" + set.path("config").asString("").strip() + "\ncommit and-quit";
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            StringBuilder said = new StringBuilder();
            int exit = node.exec(line, null, session, said::append).exit();
            if (exit != 0) {
                throw new LabException(
                        ErrorCode.COMMAND_REFUSED,
                        name + " refuses '" + line + "': " + said.toString().strip(),
                        null);
            }
        });
    }

    private static void delete(LabHandle lab, JsonNode target) {
        if (target.has("guest")) {
            lab.provisioner().deleteGuest(guest(lab, target));
        } else {
            lab.provisioner().deleteNetwork(network(lab, target));
        }
    }

    private static void create(LabHandle lab, JsonNode target) {
        Provisioner provisioner = lab.provisioner();
        if (target.has("guest")) {
            provisioner.createGuest(guest(lab, target));
        } else {
            LabNetwork network = network(lab, target);
            provisioner.createNetwork(network);
            provisioner.guestsIn(network).forEach(provisioner::createGuest);
        }
    }

    private static void run(LabHandle lab, JsonNode run, Words words) throws IOException, InterruptedException {
        StringBuilder said = new StringBuilder();
        String on = run.path("on").asString();
        String command = words.fill(run.path("command").asString());
        String terminal = run.path("terminal").asString("");
        RemoteCommand remote = new RemoteCommand(lab.running(), on);
        int exit = terminal.isEmpty()
                ? remote.run(command, said::append)
                : remote.type(terminal, command, true, said::append);
        if (exit != 0) {
            throw new LabException(
                    ErrorCode.COMMAND_REFUSED,
                    "%s> %s: exit code %d\n%s"
                            .formatted(on, command, exit, said.toString().strip()),
                    null);
        }
    }

    private static LabGuest guest(LabHandle lab, JsonNode target) {
        LabGuest guest = lab.lab().guests().get(target.path("guest").asString());
        if (guest == null) {
            throw new IllegalStateException("an unchecked step names a guest that does not exist");
        }
        return guest;
    }

    private static LabNetwork network(LabHandle lab, JsonNode target) {
        LabNetwork network = lab.lab().networks().get(target.path("network").asString());
        if (network == null) {
            throw new IllegalStateException("an unchecked step names a network that does not exist");
        }
        return network;
    }
}
