package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import tools.jackson.databind.JsonNode;

/** The rules of {@code policies}, {@code security-groups} and mirroring that the schema cannot say. */
final class PolicyChecks {
    /** The group that every project has. */
    static final String DEFAULT_GROUP = "default";

    private static final ImmutableSet<String> WORDS = ImmutableSet.of("any", "local");

    private final Findings findings;

    PolicyChecks(Findings findings) {
        this.findings = findings;
    }

    void run() {
        findings.entries("/policies", (name, at) -> rules(at));
        findings.entries("/security-groups", (name, at) -> group(at));
        findings.entries("/networks", (name, at) -> policies(at + "/policies"));
        findings.entries("/guests", (name, at) -> findings.elements(at + "/ports", this::port));
        findings.elements("/steps", step -> {
            port(step + "/set");
            policies(step + "/set/policies");
            rules(step + "/set/rules");
            findings.refersTo("policy", step + "/set/policy", findings.keys("/policies"));
        });
    }

    private void port(String at) {
        mirror(at + "/mirror");
        Collection<String> groups = ImmutableSet.<String>builder()
                .addAll(findings.keys("/security-groups"))
                .add(DEFAULT_GROUP)
                .build();
        findings.elements(at + "/security-groups", group -> findings.refersTo("security group", group, groups));
    }

    private void policies(String at) {
        findings.elements(at, policy -> findings.refersTo("policy", policy, findings.keys("/policies")));
    }

    private void rules(String at) {
        findings.elements(at, rule -> {
            end(rule + "/from", "network", findings.keys("/networks"));
            end(rule + "/to", "network", findings.keys("/networks"));
            ports(rule);
            mirror(rule + "/mirror");
        });
    }

    private void group(String at) {
        Collection<String> groups = ImmutableSet.<String>builder()
                .addAll(findings.keys("/security-groups"))
                .add(DEFAULT_GROUP)
                .build();
        findings.elements(at, rule -> {
            end(rule + "/from", "security group", groups);
            end(rule + "/to", "security group", groups);
            ports(rule);
            JsonNode node = findings.root().at(rule);
            boolean ingress = node.path("direction").asString("").equals("ingress");
            if (node.has(ingress ? "to" : "from")) {
                findings.addAtKey(
                        ErrorCode.BAD_FORM,
                        rule + (ingress ? "/to" : "/from"),
                        "the other end of an " + (ingress ? "ingress" : "egress") + " rule is the port itself",
                        ingress ? "from" : "to");
            }
        });
    }

    private void ports(String rule) {
        findings.parse(rule + "/from-port", ErrorCode.BAD_FORM, LabRule.Ports::parse);
        findings.parse(rule + "/to-port", ErrorCode.BAD_FORM, LabRule.Ports::parse);
    }

    private void end(String at, String what, Collection<String> known) {
        String end = findings.root().at(at).asString("");
        if (end.indexOf('/') >= 0) {
            findings.parse(at, ErrorCode.BAD_ADDRESS, IpPrefix::parse);
        } else if (!WORDS.contains(end)) {
            findings.refersTo(what, at, known);
        }
    }

    private void mirror(String at) {
        JsonNode mirror = findings.root().at(at);
        if (!mirror.isObject() || mirror.isEmpty()) {
            return;
        }
        findings.parse(at + "/address", ErrorCode.BAD_ADDRESS, Ipv4Address::parse);
        findings.parse(at + "/mac", ErrorCode.BAD_ADDRESS, MacAddress::parse);
        findings.refersTo("network", at + "/network", findings.keys("/networks"));
        boolean header = mirror.path("juniper-header").asBoolean(true);
        for (String key : header ? new String[] {"analyzer", "address"} : new String[] {"analyzer", "mac", "network"}) {
            if (!mirror.has(key)) {
                findings.add(
                        ErrorCode.MISSING_KEY,
                        at,
                        "key '" + key + "' is missing, for copies " + (header ? "with" : "without")
                                + " the Juniper header",
                        "");
            }
        }
    }
}
