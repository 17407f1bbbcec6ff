package net.minitrail.vrouter.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import net.minitrail.net.Ipv6Address;
import net.minitrail.vrouter.flow.MirrorMetadata;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.forwarding.VifFlag;
import net.minitrail.vrouter.forwarding.VifMirror;
import org.jspecify.annotations.Nullable;

/** The layout of {@code vif}. */
final class VifText {
    private static final int LEGEND_ITEMS = 4;
    private static final String INDENT = " ".repeat(12);
    private static final int METADATA_LINE = 68;
    private static final int NAME_WIDTH = 30;

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

    /** Column heads of {@code --list --rate}. */
    static String rateHeader() {
        return pad("Interface name", NAME_WIDTH) + pad("VIF ID", NAME_WIDTH) + pad("RX", NAME_WIDTH)
                + pad("TX", NAME_WIDTH) + "\n" + " ".repeat(2 * NAME_WIDTH - "Errors".length())
                + pad("Errors   Packets", NAME_WIDTH) + "Errors   Packets\n\n";
    }

    /** One interface in that list. */
    static String rateRow(Vif vif, VifCounts rates) {
        return pad(vif.type() + ": " + vif.name(), NAME_WIDTH) + pad("vif0/" + vif.index(), NAME_WIDTH - 6)
                + pad("%-7d  %-7d".formatted(0, rates.receivedPackets()), NAME_WIDTH)
                + pad("%-7d  %-7d".formatted(0, rates.sentPackets()), NAME_WIDTH - 5) + "\n\n\n";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /**
     * One interface, with the blank line after it.
     *
     * @param core whose counters these are, -1 for the sum of all
     */
    static String record(Vif vif, VifCounts counts, int core) {
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
                + "Vrf:%d Mcast Vrf:%d Flags:%s QOS:-1 Ref:%d"
                        .formatted(vif.vrf(), vif.multicastVrf(), flags.isEmpty() ? "NULL" : flags, vif.references()));
        VifMirror mirror = vif.mirror();
        text.append(mirror == null ? "\n" : " Mirror index " + mirror.index() + "\n");
        String of = INDENT + (core < 0 ? "" : "Core " + core + " ");
        text.append(
                of + "RX packets:%d  bytes:%d errors:0%n".formatted(counts.receivedPackets(), counts.receivedBytes()));
        text.append(of + "TX packets:%d  bytes:%d errors:0%n".formatted(counts.sentPackets(), counts.sentBytes()));
        if (mirror != null) {
            text.append(INDENT + "ISID: 0 Bmac: " + mirror.guest() + "\n");
        }
        text.append(INDENT + "Drops:" + counts.drops() + "\n");
        if (mirror != null) {
            metadata(text, "Ingress Mirror Metadata: ", mirror.ingress());
            metadata(text, "Egress Mirror Metadata: ", mirror.egress());
        }
        return text.append(FatFlowText.rules(vif.fatFlows()))
                .append('\n')
                .append(FatFlowText.excluded(vif.fatFlows()))
                .toString();
    }

    /** Octets in hexadecimal without leading zeros; a line ends with the one that goes past column 68. */
    private static void metadata(StringBuilder text, String title, @Nullable MirrorMetadata metadata) {
        if (metadata == null) {
            return;
        }
        String margin = INDENT + " ".repeat(title.length());
        text.append(INDENT).append(title);
        int column = margin.length();
        for (byte octet : metadata.octets()) {
            String hex = Integer.toHexString(octet & 0xFF) + " ";
            text.append(hex);
            column += hex.length();
            if (column > METADATA_LINE) {
                text.append('\n').append(margin);
                column = margin.length();
            }
        }
        text.append('\n');
    }
}
