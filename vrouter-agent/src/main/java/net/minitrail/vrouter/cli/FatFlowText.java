package net.minitrail.vrouter.cli;

import java.util.List;
import net.minitrail.net.IpPrefix;
import net.minitrail.vrouter.flow.FatFlowRule;
import net.minitrail.vrouter.flow.FatFlows;

/**
 * What {@code vif} shows of fat flows: the rules in one line as release 5.0 does, or in one each as 5.1 does where a rule has
 * prefixes, and behind the interface's blank line what is excluded.
 */
final class FatFlowText {
    private static final String INDENT = " ".repeat(12);
    private static final int LINE = 68;

    private FatFlowText() {}

    static String rules(FatFlows flows) {
        if (flows.rules().isEmpty()) {
            return "";
        }
        var text = new StringBuilder();
        if (flows.rules().stream().anyMatch(rule -> rule.source() != null || rule.destination() != null)) {
            text.append('\n').append(INDENT).append("FatFlow rules: \n");
            flows.rules().forEach(rule -> text.append(INDENT + "\t" + rule + "\n"));
            return text.toString();
        }
        String title = "FatFlows (Protocol/Port): ";
        text.append(INDENT).append(title);
        int printed = title.length();
        for (int i = 0; i < flows.rules().size(); i++) {
            FatFlowRule rule = flows.rules().get(i);
            String item = (i == 0 ? "" : ", ") + rule;
            text.append(item);
            printed += item.length();
            if (printed > LINE && i + 1 < flows.rules().size()) {
                text.append('\n').append(INDENT).append(" ".repeat(10));
                printed = 10;
            }
        }
        return text.append('\n').toString();
    }

    static String excluded(FatFlows flows) {
        return list("IPv4", flows.excluded().stream().filter(IpPrefix::isV4).toList())
                + list(
                        "IPv6",
                        flows.excluded().stream()
                                .filter(prefix -> !prefix.isV4())
                                .toList());
    }

    private static String list(String family, List<IpPrefix> prefixes) {
        if (prefixes.isEmpty()) {
            return "";
        }
        var text = new StringBuilder(INDENT + "FatFlows " + family + " exclude prefix list:\n");
        prefixes.forEach(prefix -> text.append(INDENT + "\t" + prefix.address() + "\n"));
        return text.append('\n').toString();
    }
}
