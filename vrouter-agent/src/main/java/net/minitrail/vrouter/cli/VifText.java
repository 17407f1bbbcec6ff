package net.minitrail.vrouter.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import net.minitrail.net.Ipv6Address;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.forwarding.VifFlag;

/** The layout of {@code vif}. */
final class VifText {
    private static final int LEGEND_ITEMS = 4;
    private static final String INDENT = " ".repeat(12);

    private VifText() {}

    /** The title and the legend of flags, with the blank line that ends it. */
    static String header() {
        VifFlag[] flags = VifFlag.values();
        var text = new StringBuilder("Vrouter Interface Table\n\n");
        for (int from = 0; from < flags.length; from += LEGEND_ITEMS) {
            String items = Arrays.stream(flags, from, from + LEGEND_ITEMS)
                    .map(flag -> flag + "=" + flag.meaning())
                    .collect(Collectors.joining(", "));
            text.append(from == 0 ? "Flags: " : "       ").append(items).append('\n');
        }
        return text.append('\n').toString();
    }

    /** One interface, with the blank line after it. */
    static String record(Vif vif) {
        var text = new StringBuilder();
        text.append("%-12sOS: %s".formatted("vif0/" + vif.index(), vif.name()));
        if (vif.type() == Vif.Type.PHYSICAL) {
            text.append(" (Speed 10000, Duplex 1)");
        }
        text.append('\n');
        text.append(INDENT + "Type:%s HWaddr:%s IPaddr:%s%n".formatted(vif.type(), vif.mac(), vif.address()));
        Ipv6Address v6 = vif.address6();
        if (v6 != null) {
            text.append(INDENT + "IP6addr:" + v6 + "\n");
        }
        String flags = vif.flagText();
        text.append(INDENT
                + "Vrf:%d Mcast Vrf:%d Flags:%s QOS:-1 Ref:%d%n"
                        .formatted(vif.vrf(), vif.multicastVrf(), flags.isEmpty() ? "NULL" : flags, vif.references()));
        text.append(
                INDENT + "RX packets:%d  bytes:%d errors:0%n".formatted(vif.receivedPackets(), vif.receivedBytes()));
        text.append(INDENT + "TX packets:%d  bytes:%d errors:0%n".formatted(vif.sentPackets(), vif.sentBytes()));
        return text.append(INDENT + "Drops:" + vif.drops() + "\n")
                .append(FatFlowText.rules(vif.fatFlows()))
                .append('\n')
                .append(FatFlowText.excluded(vif.fatFlows()))
                .toString();
    }
}
