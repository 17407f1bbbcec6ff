package net.minitrail.vrouter.cli;

import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.BridgeTable;
import net.minitrail.vrouter.forwarding.Family;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.InetTable;
import net.minitrail.vrouter.forwarding.NextHop;

/** The layout of {@code rt}. */
final class RouteText {
    private static final int DESTINATION_WIDTH = 21;

    private RouteText() {}

    /** Legend, title and column heads of an inet ({@code version} 4) or inet6 (6) table. */
    static String inetHeader(int version, int vrf) {
        return "Flags: L=Label Valid, P=Proxy ARP, T=Trap ARP, F=Flood ARP\n"
                + "vRouter inet%d routing table 0/%d/unicast%n".formatted(version, vrf)
                + "Destination           PPL        Flags        Label         Nexthop    Stitched MAC(Index)\n";
    }

    /**
     * One row.
     *
     * @param stitchedIndex slot of the stitched MAC in the bridge table
     */
    static String inetRow(InetTable.Leaf leaf, boolean labelled, int stitchedIndex) {
        FibRoute route = leaf.route();
        String flags = (labelled ? "L" : "")
                + (route.proxyArp() ? "P" : "")
                + (route.trapArp() ? "T" : "")
                + (route.floodArp() ? "F" : "");
        String destination =
                "%s/%-2d".formatted(leaf.prefix().address(), leaf.prefix().length());
        MacAddress mac = route.stitchedMac();
        return pad(destination, DESTINATION_WIDTH)
                + "%4d        %5s      %5s        %7d        %s%n"
                        .formatted(
                                leaf.filledFrom(),
                                flags,
                                labelled ? route.label() : "-",
                                route.nextHop(),
                                mac == null ? "-" : mac.unpadded() + "(" + stitchedIndex + ")");
    }

    static String bridgeHeader(int vrf) {
        return "Flags: L=Label Valid, Df=DHCP flood, Mm=Mac Moved, L2c=L2 Evpn Control Word, N=New Entry,"
                + " Ec=EvpnControlProcessing\n"
                + "vRouter bridge table 0/%d%n".formatted(vrf)
                + "Index       DestMac                  Flags           Label/VNID      Nexthop           Stats\n";
    }

    static String bridgeRow(BridgeTable.Entry entry, long packets) {
        String flags = (entry.label() >= 0 ? "L" : "") + (entry.dhcpFlood() ? "Df" : "");
        return pad("%-9d".formatted(entry.index()), 12)
                + pad(entry.mac().unpadded(), 20)
                + " %9s            %9s      %7d    %12d%n"
                        .formatted(flags, entry.label() >= 0 ? entry.label() : "-", entry.nextHop(), packets);
    }

    /** Whether a route to this next hop carries a label: to a tunnel, or to a broadcast tree. With ECMP each member has its own. */
    static boolean labelled(NextHop nextHop) {
        if (nextHop instanceof NextHop.Composite composite) {
            return composite.family() == Family.BRIDGE;
        }
        return nextHop instanceof NextHop.Tunnel || nextHop instanceof NextHop.Indirect;
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
