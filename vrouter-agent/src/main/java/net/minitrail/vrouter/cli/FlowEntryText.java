package net.minitrail.vrouter.cli;

import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.vrouter.flow.DropCause;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowKey;
import net.minitrail.vrouter.flow.Translation;
import net.minitrail.vrouter.forwarding.BridgeTable;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.forwarding.Vrf;
import org.jspecify.annotations.Nullable;

/** The layout of {@code flow --get}: one flow, with the next hop, routes and interfaces that it goes by. */
final class FlowEntryText {
    private static final int FIELD = 30;
    private static final String INDENT = " ".repeat(FIELD);
    private static final String[] TCP_FLAGS = {
        "SYN",
        "SYN(REVERSE)",
        "ESTABLISHED",
        "ESTABLISHED(REVERSE)",
        "FIN",
        "FIN(REVERSE)",
        "RESET",
        "HALFCLOSED",
        "DEAD"
    };

    private final VRouter vrouter;
    private final StringBuilder text = new StringBuilder();

    private FlowEntryText(VRouter vrouter) {
        this.vrouter = vrouter;
    }

    static String of(VRouter vrouter, Flow flow) {
        return new FlowEntryText(vrouter).write(flow);
    }

    private String write(Flow flow) {
        FlowKey key = flow.key();
        Flow reverse = flow.reverse();
        DropCause cause = flow.verdict().cause();
        field("Flow Index", Integer.toString(flow.index()));
        field("Flow Generation ID", Integer.toString(flow.generation()));
        field("Reverse Flow Index", Integer.toString(reverse == null ? -1 : reverse.index()));
        field("VRF", Integer.toString(flow.vrf()));
        Translation translation = flow.translation();
        field("Destination VRF", Integer.toString(translation == null ? flow.vrf() : translation.vrf()));
        field("Flow Source", "[%s]:%-5d".formatted(key.source(), key.sourcePort()));
        field("Flow Destination", "[%s]:%-5d".formatted(key.destination(), key.destinationPort()));
        field("Flow Protocol", protocol(key.protocol()));
        String passes = translation == null ? "FORWARD" : "NAT";
        field("Flow Action", cause == null ? passes : "DROP:" + INDENT + cause);
        name("Expected Source");
        nextHop(flow.verdict().rpfNextHop(), "Ingress", flow);
        Vrf vrf = vrouter.vrfs().get(flow.vrf());
        if (vrf != null) {
            route(
                    "Source Information",
                    "Ingress",
                    "SourceMAC",
                    vrf,
                    flow.origin().source(),
                    flow);
            route(
                    "Destination Information",
                    "Egress",
                    "DestinationMAC",
                    vrf,
                    flow.origin().destination(),
                    flow);
        }
        text.append('\n');
        field("Flow Flags", flow.isEvicted() ? "EVICTED " : "");
        if (key.protocol() == Ipv4Packet.TCP) {
            field("TCP FLAGS", tcp(flow));
        }
        field("UDP Source Port", Integer.toString(flow.tunnelSourcePort()));
        text.append('\n');
        field("Flow Statistics", flow.packets() + "/" + flow.bytes());
        field("System Wide Packet Drops", Long.toString(drops(DropReason.values())));
        text.append(INDENT + "Reverse Path Failures: %d%n".formatted(drops(DropReason.INVALID_SOURCE)));
        text.append(INDENT
                + "Flow Block Drops: %d%n"
                        .formatted(drops(
                                DropReason.FLOW_QUEUE_LIMIT,
                                DropReason.FLOW_NO_MEMORY,
                                DropReason.FLOW_INVALID_PROTOCOL,
                                DropReason.FLOW_NAT_NO_RFLOW,
                                DropReason.FLOW_ACTION_DROP,
                                DropReason.FLOW_ACTION_INVALID,
                                DropReason.FLOW_UNUSABLE,
                                DropReason.FLOW_TABLE_FULL,
                                DropReason.NEW_FLOW_DROPS)));
        return text.toString();
    }

    private static String protocol(int number) {
        return switch (number) {
            case Ipv4Packet.ICMP -> "ICMP";
            case Ipv4Packet.TCP -> "TCP";
            case Ipv4Packet.UDP -> "UDP";
            case 58 -> "ICMPv6";
            case 132 -> "SCTP";
            default -> Integer.toString(number);
        };
    }

    private static String tcp(Flow flow) {
        var flags = new StringBuilder();
        for (int bit = 0; bit < TCP_FLAGS.length; bit++) {
            boolean shown = (flow.tcp() & 1 << bit) != 0;
            flags.append(shown ? TCP_FLAGS[bit] + ", " : "");
        }
        return flags.toString();
    }

    private void route(String title, String side, String macTitle, Vrf vrf, IpAddress address, Flow flow) {
        var leaf = vrf.table(address.isV4()).leaf(address);
        field(title, "VRF: " + vrf.index());
        text.append(INDENT + "Layer 3 Route Information\n");
        text.append(INDENT
                + "Matching Route: %s/%-2d%n"
                        .formatted(leaf.prefix().address(), leaf.prefix().length()));
        text.append(INDENT);
        nextHop(leaf.route().nextHop(), side, flow);
        MacAddress mac = leaf.route().stitchedMac();
        if (mac != null) {
            text.append('\n').append(INDENT + "Layer 2 Route Information\n");
            text.append(INDENT + macTitle + ": " + mac.unpadded() + "\n");
            BridgeTable.Entry entry = vrouter.bridge().get(vrf.index(), mac);
            if (entry != null) {
                text.append(INDENT);
                nextHop(entry.nextHop(), side, flow);
            }
        }
    }

    private void nextHop(int id, String side, Flow flow) {
        NextHop nextHop = vrouter.nextHops().get(id);
        boolean shown = nextHop instanceof Encap
                || nextHop instanceof NextHop.Receive
                || nextHop instanceof Tunnel
                || nextHop instanceof Composite;
        if (nextHop == null || !shown) {
            text.append('\n');
            return;
        }
        text.append("NextHop(Index, VRF, Type): %d, %d, %s%n".formatted(id, nextHop.vrf(), nextHop.type()));
        if (nextHop instanceof Tunnel tunnel) {
            text.append(INDENT + "Tunnel Source: " + tunnel.destination() + "\n");
            vif(vrouter.vifs().get(tunnel.vif()), side);
        } else if (nextHop instanceof Encap encap) {
            vif(vrouter.vifs().get(encap.vif()), side);
        } else if (nextHop instanceof Composite composite) {
            members(composite, side, flow);
        }
    }

    private void members(Composite composite, String side, Flow flow) {
        int chosen = flow.verdict().ecmpMember();
        text.append(INDENT + "ECMP\n").append(INDENT);
        for (int i = 0; i < composite.members().size(); i++) {
            text.append(composite.members().get(i).nextHop()).append(i == chosen ? "*, " : ", ");
        }
        text.append('\n').append(INDENT);
        if (chosen >= 0
                && chosen < composite.members().size()
                && composite.members().get(chosen).isThere()) {
            nextHop(composite.members().get(chosen).nextHop(), side, flow);
        } else {
            text.append('\n');
        }
    }

    private void vif(@Nullable Vif vif, String side) {
        if (vif != null) {
            text.append(INDENT
                    + "%s Interface(Index, VRF, OS): vif0/%d, %d, %s%n"
                            .formatted(side, vif.index(), vif.vrf(), vif.name()));
            text.append(INDENT
                    + "Interface Statistics(Out, In, Errors): %d, %d, 0%n"
                            .formatted(vif.sentPackets(), vif.receivedPackets()));
        }
    }

    private long drops(DropReason... reasons) {
        long sum = 0;
        for (DropReason reason : reasons) {
            sum += vrouter.drops(reason);
        }
        return sum;
    }

    private void field(String name, String value) {
        name(name);
        text.append(value).append('\n');
    }

    private void name(String name) {
        text.append("%-30s".formatted(name + ":"));
    }
}
