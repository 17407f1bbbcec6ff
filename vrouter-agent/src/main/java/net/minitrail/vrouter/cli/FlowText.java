package net.minitrail.vrouter.cli;

import net.minitrail.net.Ipv6Address;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.vrouter.flow.DropCause;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowKey;
import net.minitrail.vrouter.flow.FlowMatch;
import net.minitrail.vrouter.flow.FlowMirror;
import net.minitrail.vrouter.flow.FlowTable;
import net.minitrail.vrouter.flow.TcpState;

/** The layout of {@code flow -l}. Built by hand, since a list may be of a hundred thousand rows. */
final class FlowText {
    private static final int ENTRY_SIZE = 128;
    private static final int LINE = 70;
    private static final int ENDS = 46;
    private static final String DESTINATION_INDENT = " ".repeat(25);

    private FlowText() {}

    /** What stands above the rows. */
    static String header(FlowTable table, FlowMatch match) {
        String listing = match.toString();
        return "Flow table(size %d, entries %d)%n%n".formatted((long) FlowTable.SIZE * ENTRY_SIZE, FlowTable.SIZE)
                + "Entries: Created %d Added %d Deleted %d Changed %dProcessed %d Used Overflow entries %d%n"
                        .formatted(
                                table.created(),
                                table.added(),
                                table.deleted(),
                                table.changed(),
                                table.created(),
                                table.usedOverflow())
                + "(Created Flows/CPU: %d)(oflows %d)%n%n".formatted(table.created(), table.usedOverflow())
                + """
                Action:F=Forward, D=Drop N=NAT(S=SNAT, D=DNAT, Ps=SPAT, Pd=DPAT, L=Link Local Port)
                 Other:K(nh)=Key_Nexthop, S(nh)=RPF_Nexthop
                 Flags:E=Evicted, Ec=Evict Candidate, N=New Flow, M=Modified Dm=Delete Marked
                TCP(r=reverse):S=SYN, F=FIN, R=RST, C=HalfClose, E=Established, D=Dead

                """
                + (listing.isEmpty() ? "" : "Listing flows matching (" + listing + ")\n\n")
                + """
                    Index                Source:Port/Destination:Port                      Proto(V)
                -----------------------------------------------------------------------------------
                """;
    }

    /** Two lines of ends, one or two of details, and a blank one. */
    static void append(StringBuilder text, Flow flow) {
        FlowKey key = flow.key();
        Flow reverse = flow.reverse();
        right(text, flow.index(), 9);
        if (reverse == null) {
            text.append(" ".repeat(12));
        } else {
            text.append("<=>");
            left(text, reverse.index(), 9);
        }
        text.append("    ");
        int start = text.length();
        end(text, key.sourceHigh(), key.sourceLow(), key.sourcePort(), key.v4());
        pad(text, start, ENDS);
        text.append("    ");
        right(text, key.protocol(), 3);
        text.append(" (").append(flow.vrf());
        if (flow.translation() != null) {
            text.append("->").append(flow.translation().vrf());
        }
        text.append(")\n").append(DESTINATION_INDENT);
        end(text, key.destinationHigh(), key.destinationLow(), key.destinationPort(), key.v4());
        text.append('\n');
        details(text, flow);
        text.append("\n\n");
    }

    private static void end(StringBuilder text, long high, long low, int port, boolean v4) {
        if (v4) {
            dotted(text, (int) low);
        } else {
            text.append(new Ipv6Address(high, low));
        }
        text.append(':');
        left(text, port, 5);
        text.append(v4 ? "" : "    ");
    }

    private static void dotted(StringBuilder text, int address) {
        text.append(address >>> 24).append('.').append(address >>> 16 & 0xFF).append('.');
        text.append(address >>> 8 & 0xFF).append('.').append(address & 0xFF);
    }

    private static void details(StringBuilder text, Flow flow) {
        int start = text.length();
        DropCause cause = flow.verdict().cause();
        text.append("(Gen: ")
                .append(flow.generation())
                .append(", K(nh):")
                .append(flow.key().nextHop());
        text.append(", Action:");
        if (cause != null) {
            text.append("D(").append(cause).append(')');
        } else if (flow.translation() != null) {
            text.append("N(").append(flow.translation().letters(flow.key())).append(')');
        } else {
            text.append('F');
        }
        text.append(", Flags:").append(flow.isEvicted() ? "E" : "").append(", ");
        if (flow.key().protocol() == Ipv4Packet.TCP) {
            text.append("TCP:").append(TcpState.text(flow.tcp())).append(", ");
        }
        if (flow.verdict().ecmpMember() >= 0) {
            text.append("E:").append(flow.verdict().ecmpMember()).append(", ");
        }
        text.append("QOS:-1, S(nh):").append(flow.verdict().rpfNextHop()).append(", ");
        start = breakAfter(text, start);
        text.append(" Stats:")
                .append(flow.packets())
                .append('/')
                .append(flow.bytes())
                .append(", ");
        start = breakAfter(text, start);
        FlowMirror mirror = flow.verdict().mirror();
        if (mirror != null) {
            text.append(" Mirror Index : ").append(mirror.index()).append(", ");
        }
        text.append(" SPort ").append(flow.tunnelSourcePort()).append(',');
        breakAfter(text, start);
        text.append(" TTL 0, Sinfo ");
        dotted(text, flow.sourceInfo());
        text.append(')');
    }

    /** Ends the line that began at {@code start} if it is long; answers where the line at hand begins. */
    private static int breakAfter(StringBuilder text, int start) {
        if (text.length() - start < LINE) {
            return start;
        }
        text.append('\n');
        return text.length();
    }

    private static void right(StringBuilder text, int number, int width) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        for (int i = digits; i < width; i++) {
            text.append(' ');
        }
        text.append(number);
    }

    private static void left(StringBuilder text, int number, int width) {
        int start = text.length();
        text.append(number);
        pad(text, start, width);
    }

    private static void pad(StringBuilder text, int start, int width) {
        while (text.length() - start < width) {
            text.append(' ');
        }
    }
}
