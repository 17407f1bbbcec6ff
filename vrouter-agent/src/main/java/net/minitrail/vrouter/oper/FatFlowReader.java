package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.vrouter.flow.FatFlowRule;
import net.minitrail.vrouter.flow.FatFlowRule.Ignored;
import net.minitrail.xmpp.stanza.XmlElement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads fat flow rules of a port and of its network. */
final class FatFlowReader {
    private static final Logger LOG = LoggerFactory.getLogger(FatFlowReader.class);
    private static final Map<String, Integer> PROTOCOLS =
            Map.of("tcp", 6, "udp", 17, "sctp", 132, "icmp", 1, "icmp6", 58);

    private FatFlowReader() {}

    /** The rules of both; where they name the same protocol, port and prefixes, the port's stands. */
    static ImmutableList<FatFlowRule> read(@Nullable XmlElement port, @Nullable XmlElement network) {
        List<FatFlowRule> rules = rules(port);
        for (FatFlowRule rule : rules(network)) {
            if (rules.stream().noneMatch(own -> sameTraffic(own, rule))) {
                rules.add(rule);
            }
        }
        return ImmutableList.copyOf(rules);
    }

    private static boolean sameTraffic(FatFlowRule one, FatFlowRule other) {
        return one.protocol() == other.protocol()
                && one.port() == other.port()
                && String.valueOf(one.source()).equals(String.valueOf(other.source()))
                && String.valueOf(one.destination()).equals(String.valueOf(other.destination()));
    }

    private static List<FatFlowRule> rules(@Nullable XmlElement list) {
        var rules = new ArrayList<FatFlowRule>();
        for (XmlElement entry : list == null ? ImmutableList.<XmlElement>of() : list.children()) {
            try {
                rules.add(rule(entry));
            } catch (IllegalArgumentException e) {
                LOG.warn("config ignored a fat flow rule: {}", e.getMessage());
            }
        }
        return rules;
    }

    private static FatFlowRule rule(XmlElement entry) {
        String protocol = entry.childText("protocol");
        Integer known = PROTOCOLS.get(protocol);
        IpPrefix source = prefix(entry.child("source-prefix"));
        IpPrefix destination = prefix(entry.child("destination-prefix"));
        return new FatFlowRule(
                known == null ? Integer.parseInt(protocol) : known,
                number(entry.childText("port"), 0),
                switch (entry.childText("ignore-address")) {
                    case "source" -> Ignored.SOURCE;
                    case "destination" -> Ignored.DESTINATION;
                    default -> Ignored.NONE;
                },
                source,
                source == null ? 0 : number(entry.childText("source-aggregate-prefix-length"), source.length()),
                destination,
                destination == null
                        ? 0
                        : number(entry.childText("destination-aggregate-prefix-length"), destination.length()));
    }

    private static @Nullable IpPrefix prefix(@Nullable XmlElement subnet) {
        String address = subnet == null ? "" : subnet.childText("ip-prefix");
        if (subnet == null || address.isEmpty()) {
            return null;
        }
        return IpPrefix.containing(IpAddress.parse(address), Integer.parseInt(subnet.childText("ip-prefix-len")));
    }

    private static int number(String text, int missing) {
        return text.isEmpty() ? missing : Integer.parseInt(text);
    }
}
