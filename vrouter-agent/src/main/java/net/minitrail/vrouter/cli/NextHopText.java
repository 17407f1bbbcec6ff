package net.minitrail.vrouter.cli;

import com.google.common.collect.ImmutableList;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.flow.HashFields;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.VifTable;

/** The layout of {@code nh}. */
final class NextHopText {
    private static final String NEXT_LINE = "\n" + " ".repeat(14);
    private static final int MOST_LISTED = 16;
    private static final int WRAP = 60;

    private NextHopText() {}

    /** One next hop with the blank line after it. {@code all} prints every member of a composite, not just sixteen. */
    static String record(int id, NextHop nextHop, int references, boolean all) {
        var text = new StringBuilder("Id:%-9d  Type:%-13s  Fmly:%8s  Rid:0  Ref_cnt:%-10d Vrf:%d"
                .formatted(id, nextHop.type(), nextHop.family(), references, nextHop.vrf()));
        text.append(NEXT_LINE).append("Flags:");
        nextHop.flags().forEach(flag -> text.append(flag).append(", "));
        if (nextHop instanceof NextHop.Receive receive) {
            text.append(NEXT_LINE).append("Oif:").append(receive.vif());
        } else if (nextHop instanceof NextHop.Encap encap) {
            text.append(NEXT_LINE)
                    .append("EncapFmly:0806 Oif:")
                    .append(encap.vif())
                    .append(" Len:14");
            text.append(NEXT_LINE).append("Encap Data: ").append(ethernet(encap.destination(), encap.source()));
        } else if (nextHop instanceof NextHop.Tunnel tunnel) {
            text.append(NEXT_LINE).append("Oif:").append(tunnel.vif()).append(" Len:14 Data:");
            text.append(ethernet(tunnel.remote(), tunnel.own()));
            text.append(NEXT_LINE).append("Sip:").append(tunnel.source());
            text.append(" Dip:").append(tunnel.destination());
        } else if (nextHop instanceof NextHop.UdpTunnel tunnel) {
            text.append(NEXT_LINE).append("Oif:").append(VifTable.PHYSICAL).append(" Len:14 Data:");
            text.append(ethernet(MacAddress.ZERO, tunnel.own()));
            text.append(NEXT_LINE).append("Sip:").append(tunnel.source());
            text.append(" Dip:").append(tunnel.destination());
            text.append(NEXT_LINE).append("Sport:").append(tunnel.sourcePort());
            text.append(" Dport:").append(tunnel.destinationPort()).append('\n');
        } else if (nextHop instanceof NextHop.VrfTranslate translate) {
            text.append(NEXT_LINE).append("Vrf:").append(translate.vrf());
        } else if (nextHop instanceof NextHop.Composite composite) {
            HashFields hash = composite.hash();
            if (hash != null && !hash.included().isEmpty()) {
                text.append(NEXT_LINE).append("Valid Hash Key Parameters: ").append(hash);
            }
            text.append(NEXT_LINE).append("Sub NH(label):").append(members(composite.members(), all));
        } else if (nextHop instanceof NextHop.Indirect indirect) {
            text.append(NEXT_LINE).append("Direct NH(label):").append(member(indirect.direct()));
        }
        return text.append("\n\n").toString();
    }

    private static String members(ImmutableList<Member> members, boolean all) {
        var text = new StringBuilder();
        int printed = 0;
        int shown = all ? members.size() : Math.min(MOST_LISTED, members.size());
        for (Member member : members.subList(0, shown)) {
            String one = member(member);
            text.append(one);
            printed += one.length();
            if (printed > WRAP) {
                text.append(NEXT_LINE).append(" ".repeat(14));
                printed = 0;
            }
        }
        if (shown < members.size()) {
            text.append(NEXT_LINE).append(" and %d more components...".formatted(members.size() - shown));
        }
        return text.toString();
    }

    private static String member(Member member) {
        return " " + member.nextHop() + (member.label() >= 0 ? "(" + member.label() + ")" : "");
    }

    private static String ethernet(MacAddress destination, MacAddress source) {
        return (destination + " " + source).replace(':', ' ') + " 08 00 ";
    }
}
