package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import net.minitrail.lab.speaker.Speaker;
import net.minitrail.lab.speaker.SpeakerSetup;
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
        if (!node.kind().isOurs()) {
            return writeSpeaker(node);
        }
        Path file = directory.configDirectory().resolve(node.name() + ".yml");
        Files.writeString(file, new YAMLMapper().writeValueAsString(config(node)), StandardCharsets.UTF_8);
        return file;
    }

    /** Nobody else may read it: there are keys of sessions in it, and OpenBGPD insists. */
    private Path writeSpeaker(LabNode node) throws IOException {
        Speaker speaker = Speaker.of(node.kind());
        String own = node.config();
        String text = own == null ? speaker.config(setup(node)) : speaker.config(withTransports(own));
        Path file = data(node).resolve(speaker.configFile());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /** What a speaker's configuration is made of. */
    SpeakerSetup setup(LabNode node) {
        ImmutableList.Builder<SpeakerSetup.Neighbor> neighbors = ImmutableList.builder();
        for (String name : node.neighbors()) {
            LabNode other = Objects.requireNonNull(lab.nodes().get(name));
            LabNode.Attachment attachment = other.attachment();
            boolean internal = other.autonomousSystem() == node.autonomousSystem();
            neighbors.add(new SpeakerSetup.Neighbor(
                    name,
                    plan.at(name),
                    attachment == null || attachment.port() == 0 ? lab.wiring().bgpPort() : attachment.port(),
                    other.autonomousSystem(),
                    node.reflector() && internal,
                    attachment != null && attachment.passive(),
                    other.md5() == null ? node.md5() : other.md5(),
                    other.addPath() || node.addPath()));
        }
        return new SpeakerSetup(
                node,
                plan.at(node.name()),
                lab.wiring().bgpPort(),
                node.families().isEmpty() ? Speaker.of(node.kind()).families() : node.families(),
                neighbors.build());
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
                if (node.reflector()) {
                    config.put("cluster-id", node.address().toString());
                }
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
