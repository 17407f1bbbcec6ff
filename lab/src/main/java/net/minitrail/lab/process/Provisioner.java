package net.minitrail.lab.process;

import static net.minitrail.lab.process.ConfigObjects.uuid;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabGuest;
import net.minitrail.lab.topology.LabNetwork;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.LabRule;
import net.minitrail.lab.topology.NodeKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a running lab its configuration: objects to every controller, ports to the agents. What is there already stays, so
 * that it may be given again.
 */
public final class Provisioner {
    private static final String PORT = "virtual-machine-interface";

    private final Lab lab;
    private final ImmutableList<ConfigApi> controllers;
    private final ImmutableMap<String, NodeClient> agents;

    public Provisioner(Lab lab, RunningLab running) {
        this.lab = lab;
        ImmutableList.Builder<ConfigApi> apis = ImmutableList.builder();
        ImmutableMap.Builder<String, NodeClient> clients = ImmutableMap.builder();
        for (RunningNode node : running.nodes()) {
            String api = node.authority("api");
            if (node.kind() == NodeKind.CONTROLLER && api != null) {
                apis.add(new ConfigApi(node.name(), api));
            }
            if (node.kind() == NodeKind.VROUTER_AGENT && node.endpoints().containsKey("control")) {
                clients.put(node.name(), NodeClient.of(node));
            }
        }
        this.controllers = apis.build();
        this.agents = clients.buildOrThrow();
    }

    /** Everything that the lab file names. */
    public void createAll() {
        for (ConfigApi api : controllers) {
            system(api);
            lab.nodes(NodeKind.VROUTER_AGENT)
                    .forEach(node -> api.create("virtual-router", ConfigObjects.virtualRouter(node)));
        }
        for (ConfigApi api : controllers) {
            lab.policies().forEach((name, rules) -> api.create("network-policy", PolicyObjects.policy(name, rules)));
            lab.securityGroups()
                    .forEach((name, rules) -> api.create("security-group", PolicyObjects.securityGroup(name, rules)));
        }
        lab.networks().values().forEach(this::createNetwork);
        lab.guests().values().forEach(this::createGuest);
    }

    /** Each controller is told of itself and of its own neighbors; it would take any other router for one. */
    private void system(ConfigApi api) {
        ObjectNode system = ConfigApi.object().put("autonomous_system", lab.autonomousSystem());
        String uuid = api.find("global-system-config", ConfigObjects.SYSTEM)
                .orElseThrow(() -> new LabException(
                        ErrorCode.CONFIG_REFUSED, api.controller() + " has no global-system-config", null));
        api.update("global-system-config", uuid, system);
        setEncapsulation(api, lab.encapsulationPriorities());
        if (!lab.ecmpHash().isEmpty()) {
            setEcmpHash(api, lab.ecmpHash());
        }
        LabNode self = Objects.requireNonNull(lab.nodes().get(api.controller()));
        int port = lab.wiring().bgpPort();
        api.create("bgp-router", ConfigObjects.bgpRouter(self, port));
        for (String name : self.neighbors()) {
            LabNode neighbor = Objects.requireNonNull(lab.nodes().get(name));
            api.create("bgp-router", ConfigObjects.bgpNeighbor(neighbor, port, self));
        }
    }

    /** Sets what all agents prefer to send in, the first one first. */
    public void setEncapsulation(ImmutableList<String> priorities) {
        controllers.forEach(api -> setEncapsulation(api, priorities));
    }

    private void setEncapsulation(ConfigApi api, ImmutableList<String> priorities) {
        boolean configured = lab.networks().values().stream().anyMatch(network -> network.vni() != 0);
        setVrouters(api, ConfigObjects.encapsulation(priorities, configured));
    }

    /** Sets the fields that choose among guests with the same address, of networks and ports that do not say it. */
    public void setEcmpHash(ImmutableList<String> fields) {
        controllers.forEach(api -> setEcmpHash(api, fields));
    }

    private static void setEcmpHash(ConfigApi api, ImmutableList<String> fields) {
        ObjectNode changes = ConfigApi.object();
        HashObjects.put(changes, fields);
        setVrouters(api, changes);
    }

    private static void setVrouters(ConfigApi api, ObjectNode changes) {
        String uuid = api.find("global-vrouter-config", ConfigObjects.VROUTERS)
                .orElseThrow(() -> new LabException(
                        ErrorCode.CONFIG_REFUSED, api.controller() + " has no global-vrouter-config", null));
        api.update("global-vrouter-config", uuid, changes);
    }

    public void createNetwork(LabNetwork network) {
        for (ConfigApi api : controllers) {
            api.create("project", ConfigObjects.project(network));
            api.create("virtual-network", ConfigObjects.network(network));
        }
    }

    /** Deletes a network, and before it the ports that guests have in it. */
    public void deleteNetwork(LabNetwork network) {
        for (LabGuest guest : lab.guests().values()) {
            guest.ports().stream()
                    .filter(port -> port.network().equals(network.name()))
                    .forEach(port -> deletePort(guest, port));
        }
        controllers.forEach(api -> api.delete("virtual-network", uuid("virtual-network", network.name())));
    }

    /** The guests that have a port in the network. */
    public ImmutableList<LabGuest> guestsIn(LabNetwork network) {
        return lab.guests().values().stream()
                .filter(guest ->
                        guest.ports().stream().anyMatch(port -> port.network().equals(network.name())))
                .collect(ImmutableList.toImmutableList());
    }

    /** Changes what a {@code set} step names of a network; route targets are replaced, all three lists of them. */
    public void setNetwork(LabNetwork network, JsonNode set) {
        ObjectNode changes = ConfigObjects.networkChanges(set);
        controllers.forEach(api -> api.update("virtual-network", uuid("virtual-network", network.name()), changes));
    }

    /** Replaces the rules of a policy. */
    public void setPolicy(String policy, JsonNode rules) {
        ObjectNode changes = ConfigApi.object();
        PolicyObjects.entries(changes, LabRule.list(rules));
        controllers.forEach(api -> api.update("network-policy", uuid("network-policy", policy), changes));
    }

    /** Changes what a {@code set} step names of a guest's first port. */
    public void setPort(LabGuest guest, JsonNode set) {
        ObjectNode changes = ConfigObjects.portChanges(set);
        String port = guest.ports().get(0).id().toString();
        controllers.forEach(api -> api.update(PORT, port, changes));
    }

    /** Creates a guest with its ports on every controller, then announces the ports to its agent. */
    public void createGuest(LabGuest guest) {
        for (ConfigApi api : controllers) {
            api.create("virtual-machine", ConfigObjects.virtualMachine(guest));
            api.reference(
                    "virtual-router",
                    uuid("virtual-router", guest.node()),
                    "virtual-machine",
                    uuid("virtual-machine", guest.name()),
                    true);
            for (LabGuest.Port port : guest.ports()) {
                api.create(PORT, ConfigObjects.port(guest, port));
                families(port).forEach(v4 -> createAddress(api, port, v4));
            }
        }
        announcePorts(guest);
    }

    /** An address that several ports share is created with the first of them, and the others refer to it. */
    private static void createAddress(ConfigApi api, LabGuest.Port port, boolean v4) {
        api.create("instance-ip", ConfigObjects.address(port, v4));
        if (port.sharesIps()) {
            String uuid = ConfigObjects.addressUuid(port, v4);
            api.reference("instance-ip", uuid, PORT, port.id().toString(), true);
        }
    }

    private static void deleteAddress(ConfigApi api, LabGuest.Port port, boolean v4) {
        String uuid = ConfigObjects.addressUuid(port, v4);
        if (port.sharesIps()) {
            api.reference("instance-ip", uuid, PORT, port.id().toString(), false);
        }
        boolean inUse = port.sharesIps()
                && api.read("instance-ip", uuid)
                        .filter(ip -> !ip.path("virtual_machine_interface_refs").isEmpty())
                        .isPresent();
        if (!inUse) {
            api.delete("instance-ip", uuid);
        }
    }

    /** Tells the agent of its guest's ports again, as after the agent's restart; one that is down is told when it is up. */
    public void announcePorts(LabGuest guest) {
        NodeClient agent = agents.get(guest.node());
        if (agent == null || !agent.answers()) {
            return;
        }
        for (LabGuest.Port port : guest.ports()) {
            agent.addPort(ConfigApi.object()
                    .put("id", port.id().toString())
                    .put("instance-id", uuid("virtual-machine", guest.name()))
                    .put("display-name", guest.name())
                    .put("profile", guest.profile())
                    .put("system-name", "tap" + port.id().toString().substring(0, 11))
                    .put("mac-address", mac(port))
                    .put("ip-address", addressesOf(port).get(0))
                    .put("vn-id", uuid("virtual-network", port.network())));
        }
    }

    public void deleteGuest(LabGuest guest) {
        guest.ports().forEach(port -> deletePort(guest, port));
        for (ConfigApi api : controllers) {
            String machine = uuid("virtual-machine", guest.name());
            api.reference("virtual-router", uuid("virtual-router", guest.node()), "virtual-machine", machine, false);
            api.delete("virtual-machine", machine);
        }
    }

    private void deletePort(LabGuest guest, LabGuest.Port port) {
        NodeClient agent = agents.get(guest.node());
        if (agent != null) {
            agent.deletePort(port.id().toString());
        }
        for (ConfigApi api : controllers) {
            families(port).forEach(v4 -> deleteAddress(api, port, v4));
            api.delete(PORT, port.id().toString());
        }
    }

    /** The addresses that the controller gave to a port, one of each family of its network, IPv4 first. */
    public ImmutableList<String> addressesOf(LabGuest.Port port) {
        return families(port).map(v4 -> addressOf(port, v4)).collect(ImmutableList.toImmutableList());
    }

    private String addressOf(LabGuest.Port port, boolean v4) {
        for (ConfigApi api : controllers) {
            Optional<JsonNode> address = api.read("instance-ip", ConfigObjects.addressUuid(port, v4))
                    .map(ip -> ip.path("instance_ip_address"))
                    .filter(JsonNode::isString);
            if (address.isPresent()) {
                return address.get().asString();
            }
        }
        throw new LabException(
                ErrorCode.CONFIG_REFUSED,
                "no controller gave port " + port.id() + " an " + (v4 ? "IPv4" : "IPv6") + " address",
                null);
    }

    /** Whether IPv4, for each family that a port has an address of. */
    private Stream<Boolean> families(LabGuest.Port port) {
        LabNetwork network = Objects.requireNonNull(lab.networks().get(port.network()));
        return Stream.of(true, false).filter(network::has);
    }

    private static String mac(LabGuest.Port port) {
        if (port.mac() != null) {
            return port.mac().toString();
        }
        String hex = port.id().toString().replace("-", "");
        StringBuilder mac = new StringBuilder("02");
        for (int i = 0; i < 10; i += 2) {
            mac.append(':').append(hex, i, i + 2);
        }
        return mac.toString();
    }
}
