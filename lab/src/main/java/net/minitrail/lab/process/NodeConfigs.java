package net.minitrail.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.NodeKind;
import net.minitrail.net.underlay.Wiring;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Writes the configuration files of a lab's nodes, in the form of docs/NODES.md. */
final class NodeConfigs {
    /** A user who restarts a controller waits for its agents to try again. */
    private static final int CONNECT_RETRY_SECONDS = 1;

    private final Lab lab;
    private final TransportPlan plan;
    private final LabDirectory directory;
    private final @Nullable LabAuthority authority;

    /** With an authority, agents and controllers are given certificates of it. */
    NodeConfigs(Lab lab, TransportPlan plan, LabDirectory directory, @Nullable LabAuthority authority) {
        this.lab = lab;
        this.plan = plan;
        this.directory = directory;
        this.authority = authority;
    }

    /** Writes the file of a node and says where it is. */
    Path write(LabNode node) throws IOException {
        boolean ours = node.kind().isOurs();
        Path file = directory.configDirectory().resolve(node.name() + (ours ? ".yml" : ".toml"));
        Files.writeString(
                file,
                ours
                        ? new YAMLMapper().writeValueAsString(config(node))
                        : withTransports(GobgpConfig.text(lab, node, plan)),
                StandardCharsets.UTF_8);
        return file;
    }

    private ObjectNode config(LabNode node) throws IOException {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("name", node.name());
        config.put("address", node.address().toString());
        config.put("transport", plan.at(node.name()).toString());
        if (lab.wiring() == Wiring.LOOPBACK) {
            ObjectNode underlay = config.putObject("underlay");
            lab.nodes()
                    .values()
                    .forEach(other -> underlay.put(
                            other.address().toString(), plan.at(other.name()).toString()));
        } else if (node.kind() == NodeKind.CONTROLLER) {
            config.putObject("ports").put("bgp", lab.wiring().bgpPort());
        } else {
            config.put("wiring", lab.wiring().word());
        }
        switch (node.kind()) {
            case CONTROLLER -> {
                config.put("autonomous-system", lab.autonomousSystem());
                config.put("store", data(node).resolve("config").toString());
            }
            case VROUTER_AGENT -> {
                config.put("connect-retry-limit", CONNECT_RETRY_SECONDS);
                ArrayNode controllers = config.putArray("controllers");
                for (String controller : node.controllers()) {
                    LabNode other = lab.nodes().get(controller);
                    controllers.add(other == null ? controller : other.address().toString());
                }
            }
            default -> config.put("config", gatewayText(node));
        }
        if (authority != null && node.kind() != NodeKind.SDN_GATEWAY) {
            LabAuthority.Files files = authority.issue(node);
            config.putObject("xmpp-tls")
                    .put("cert", files.certificate().toString())
                    .put("key", files.key().toString())
                    .put("ca", files.authorities().toString());
        }
        return config;
    }

    private String gatewayText(LabNode node) {
        return node.config() != null ? node.config() : GatewayConfig.text(lab, node);
    }

    private Path data(LabNode node) throws IOException {
        return Files.createDirectories(directory.dataDirectory(node.name()));
    }

    /** Puts the loopback address of each node in place of {@code ${NODE.transport}} in a speaker's own file. */
    private String withTransports(String text) {
        String result = text;
        for (LabNode node : lab.nodes().values()) {
            result = result.replace(
                            "${" + node.name() + ".transport}",
                            plan.at(node.name()).toString())
                    .replace("${" + node.name() + ".address}", node.address().toString());
        }
        return result;
    }
}
