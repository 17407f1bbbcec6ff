package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.vrouter.acl.AccessList;
import net.minitrail.vrouter.acl.AclEnd;
import net.minitrail.vrouter.acl.AclRule;
import net.minitrail.vrouter.acl.AclRule.Verdict;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.XmlElement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads access control lists. A rule that cannot be read is left out. */
final class AccessListReader {
    private static final Logger LOG = LoggerFactory.getLogger(AccessListReader.class);
    private static final Map<String, Integer> PROTOCOLS = Map.ofEntries(
            Map.entry("any", -1),
            Map.entry("icmp", 1),
            Map.entry("igmp", 2),
            Map.entry("tcp", 6),
            Map.entry("udp", 17),
            Map.entry("gre", 47),
            Map.entry("esp", 50),
            Map.entry("ah", 51),
            Map.entry("icmp6", 58),
            Map.entry("ipv6-icmp", 58),
            Map.entry("ospf", 89),
            Map.entry("vrrp", 112),
            Map.entry("sctp", 132));

    private AccessListReader() {}

    static AccessList read(Node node) {
        var rules = ImmutableList.<AclRule>builder();
        for (XmlElement property : node.properties()) {
            if (property.name().equals("access-control-list-entries")) {
                property.children().stream()
                        .filter(child -> child.name().equals("acl-rule"))
                        .forEach(child -> add(rules, child));
            }
        }
        return new AccessList(rules.build());
    }

    private static void add(ImmutableList.Builder<AclRule> rules, XmlElement element) {
        XmlElement match = element.child("match-condition");
        XmlElement action = element.child("action-list");
        if (match == null) {
            return;
        }
        try {
            rules.add(new AclRule(
                    protocol(match.childText("protocol")),
                    switch (match.childText("ethertype")) {
                        case "IPv4" -> 4;
                        case "IPv6" -> 6;
                        default -> 0;
                    },
                    end(match.child("src-address"), match.child("src-port")),
                    end(match.child("dst-address"), match.child("dst-port")),
                    switch (action == null ? "" : action.childText("simple-action")) {
                        case "pass" -> Verdict.PASS;
                        case "deny" -> Verdict.DENY;
                        default -> null;
                    },
                    action == null ? null : MirrorReader.to(action.child("mirror-to"))));
        } catch (IllegalArgumentException e) {
            LOG.warn("config ignored a rule: {}", e.getMessage());
        }
    }

    private static int protocol(String text) {
        Integer known = PROTOCOLS.get(text.isEmpty() ? "any" : text);
        return known == null ? Integer.parseInt(text) : known;
    }

    private static AclEnd end(@Nullable XmlElement address, @Nullable XmlElement ports) {
        var prefixes = ImmutableList.<IpPrefix>builder();
        for (XmlElement child : address == null ? ImmutableList.<XmlElement>of() : address.children()) {
            if (child.name().equals("subnet") || child.name().equals("subnet-list")) {
                prefixes.add(IpPrefix.containing(
                        IpAddress.parse(child.childText("ip-prefix")),
                        Integer.parseInt(child.childText("ip-prefix-len"))));
            }
        }
        String group = address == null ? "" : address.childText("security-group");
        return new AclEnd(
                address == null ? "" : address.childText("virtual-network"),
                group.isEmpty() ? 0 : Long.parseLong(group),
                prefixes.build(),
                port(ports, "start-port"),
                port(ports, "end-port"));
    }

    private static int port(@Nullable XmlElement ports, String name) {
        String text = ports == null ? "" : ports.childText(name);
        return text.isEmpty() ? -1 : Integer.parseInt(text);
    }
}
