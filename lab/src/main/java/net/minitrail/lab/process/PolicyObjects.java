package net.minitrail.lab.process;

import static net.minitrail.lab.process.ConfigApi.names;
import static net.minitrail.lab.process.ConfigApi.object;

import com.google.common.collect.ImmutableList;
import net.minitrail.lab.topology.LabMirror;
import net.minitrail.lab.topology.LabNetwork;
import net.minitrail.lab.topology.LabRule;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Network policies, security groups and mirroring in the shape of the REST API. */
final class PolicyObjects {
    private PolicyObjects() {}

    static ObjectNode policy(String name, ImmutableList<LabRule> rules) {
        ObjectNode object = named("network-policy", name);
        entries(object, rules);
        return object;
    }

    /** Sets the rules of a policy. */
    static void entries(ObjectNode policy, ImmutableList<LabRule> rules) {
        ArrayNode list = policy.putObject("network_policy_entries").putArray("policy_rule");
        for (LabRule rule : rules) {
            ObjectNode entry = rule(list.addObject(), rule, rule.direction().equals("forward") ? ">" : "<>");
            end(entry.putArray("src_addresses").addObject(), rule.from());
            end(entry.putArray("dst_addresses").addObject(), rule.to());
            ObjectNode actions = entry.putObject("action_list");
            if (!rule.action().isEmpty()) {
                actions.put("simple_action", rule.action());
            }
            LabMirror mirror = rule.mirror();
            if (mirror != null) {
                mirrorTo(actions.putObject("mirror_to"), mirror);
            }
        }
    }

    static ObjectNode securityGroup(String name, ImmutableList<LabRule> rules) {
        ObjectNode object = named("security-group", name);
        ArrayNode list = object.putObject("security_group_entries").putArray("policy_rule");
        for (LabRule rule : rules) {
            boolean ingress = rule.direction().equals("ingress");
            String other = ingress ? rule.from() : rule.to();
            for (boolean v4 : other.equals("any") ? new boolean[] {true, false} : new boolean[] {isV4(other)}) {
                ObjectNode entry = rule(list.addObject(), rule, ">").put("ethertype", v4 ? "IPv4" : "IPv6");
                ObjectNode far = entry.putArray(ingress ? "src_addresses" : "dst_addresses")
                        .addObject();
                entry.putArray(ingress ? "dst_addresses" : "src_addresses")
                        .addObject()
                        .put("security_group", "local");
                if (other.equals("any")) {
                    subnet(far, v4 ? "0.0.0.0/0" : "::/0");
                } else if (other.indexOf('/') >= 0) {
                    subnet(far, other);
                } else {
                    far.put("security_group", String.join(":", LabNetwork.fqName(other)));
                }
            }
        }
        return object;
    }

    private static boolean isV4(String other) {
        return other.indexOf('/') < 0 || other.indexOf(':') < 0;
    }

    private static ObjectNode named(String type, String name) {
        ObjectNode object = object().put("uuid", ConfigObjects.uuid(type, name));
        object.set("fq_name", names(LabNetwork.fqName(name)));
        return object.put("parent_type", "project");
    }

    private static ObjectNode rule(ObjectNode entry, LabRule rule, String direction) {
        entry.put("direction", direction).put("protocol", rule.protocol());
        ports(entry.putArray("src_ports").addObject(), rule.fromPorts());
        ports(entry.putArray("dst_ports").addObject(), rule.toPorts());
        return entry;
    }

    private static void ports(ObjectNode range, LabRule.Ports ports) {
        range.put("start_port", ports.first()).put("end_port", ports.last());
    }

    private static void end(ObjectNode address, String end) {
        if (end.indexOf('/') >= 0) {
            subnet(address, end);
        } else {
            boolean word = end.equals("any") || end.equals("local");
            address.put("virtual_network", word ? end : String.join(":", LabNetwork.fqName(end)));
        }
    }

    private static void subnet(ObjectNode address, String prefix) {
        int slash = prefix.indexOf('/');
        address.putObject("subnet")
                .put("ip_prefix", prefix.substring(0, slash))
                .put("ip_prefix_len", Integer.parseInt(prefix.substring(slash + 1)));
    }

    /** Sets the policies of a network, in this order. */
    static void policies(ObjectNode network, ImmutableList<String> policies) {
        ArrayNode list = network.putArray("network_policy_refs");
        for (int i = 0; i < policies.size(); i++) {
            ObjectNode reference = list.addObject();
            reference.set("to", names(LabNetwork.fqName(policies.get(i))));
            reference.putObject("attr").putObject("sequence").put("major", i).put("minor", 0);
        }
    }

    /** Sets the security groups of a port. */
    static void securityGroups(ObjectNode port, ImmutableList<String> groups) {
        ArrayNode list = port.putArray("security_group_refs");
        groups.forEach(group -> list.addObject().set("to", names(LabNetwork.fqName(group))));
    }

    /** Sets what is mirrored of a port, null for nothing. */
    static void mirror(ObjectNode port, @Nullable LabMirror mirror) {
        ObjectNode properties = port.putObject("virtual_machine_interface_properties");
        if (mirror != null) {
            ObjectNode object = properties.putObject("interface_mirror").put("traffic_direction", mirror.direction());
            mirrorTo(object.putObject("mirror_to"), mirror);
        }
    }

    private static void mirrorTo(ObjectNode to, LabMirror mirror) {
        to.put("analyzer_name", mirror.analyzer()).put("juniper_header", mirror.juniperHeader());
        if (mirror.address() != null) {
            to.put("analyzer_ip_address", mirror.address().toString());
        }
        if (mirror.mac() != null) {
            to.put("analyzer_mac_address", mirror.mac().toString());
        }
        if (mirror.network() != null) {
            ImmutableList<String> network = LabNetwork.fqName(mirror.network());
            to.put("routing_instance", String.join(":", network) + ":" + network.get(2));
        }
        if (mirror.port() > 0) {
            to.put("udp_port", mirror.port());
        }
    }
}
