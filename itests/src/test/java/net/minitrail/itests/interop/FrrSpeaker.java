package net.minitrail.itests.interop;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** FRR's bgpd by vtysh. */
final class FrrSpeaker implements Speaker {
    private static final String NEXT_HOP = "^    (\\S+) from ";
    private static final Pattern NEXT_ENTRY = Pattern.compile("(?m)^BGP routing table entry for ");

    @Override
    public String kind() {
        return "frr";
    }

    @Override
    public String toString() {
        return kind();
    }

    @Override
    public Set<Family> announces() {
        return ImmutableSet.of(Family.INET_VPN, Family.INET6_VPN, Family.INET, Family.INET6);
    }

    @Override
    public Set<Family> learns() {
        return ImmutableSet.of(Family.INET_VPN, Family.INET6_VPN, Family.INET, Family.INET6, Family.E_VPN);
    }

    private static String name(Family family) {
        return switch (family) {
            case INET_VPN -> "ipv4 vpn";
            case INET6_VPN -> "ipv6 vpn";
            case INET -> "ipv4 unicast";
            case INET6 -> "ipv6 unicast";
            default -> "l2vpn evpn";
        };
    }

    @Override
    public void announce(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        String map = "m" + route.label() + route.target().replace(":", "-");
        lab.exec(node, """
                configure terminal
                route-map %s permit 10
                %s
                set ip next-hop %s
                set ipv6 next-hop global ::ffff:%s
                exit
                router bgp
                address-family %s
                %s route-map %s
                """.formatted(
                        map,
                        route.target().isEmpty() ? "set origin igp" : "set extcommunity rt " + route.target(),
                        route.nextHop(),
                        route.nextHop(),
                        name(route.family()),
                        network(route),
                        map));
    }

    private static String network(Route route) {
        return "network " + route.prefix()
                + (route.family().isVpn() ? " rd " + route.distinguisher() + " label " + route.label() : "");
    }

    /** A network keeps its label and its route map for as long as it is there. */
    @Override
    public boolean changesInPlace(Route before, Route after) {
        return false;
    }

    @Override
    public void withdraw(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        lab.exec(
                node,
                "configure terminal\nrouter bgp\naddress-family " + name(route.family()) + "\nno " + network(route));
    }

    @Override
    public Optional<Held> held(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        return entries(lab, node, route).stream()
                .findFirst()
                .map(entry -> Held.read(entry, "Remote label: (\\d+)", NEXT_HOP, "RT:(\\S+)"));
    }

    @Override
    public List<String> entries(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        String all = lab.exec(node, "show bgp " + name(route.family()) + " " + route.prefix());
        String start = (route.family().isVpn() ? route.distinguisher() + ":" : "") + route.prefix() + ",";
        return NEXT_ENTRY
                .splitAsStream(all)
                .filter(entry -> entry.startsWith(start))
                .toList();
    }

    @Override
    public String nextHop() {
        return NEXT_HOP;
    }

    @Override
    public void disable(InteropLab lab, String node, String transport, String words)
            throws IOException, InterruptedException {
        lab.exec(node, "configure terminal\nrouter bgp\nneighbor " + transport + " shutdown message " + words);
    }

    @Override
    public void enable(InteropLab lab, String node, String transport) throws IOException, InterruptedException {
        lab.exec(node, "configure terminal\nrouter bgp\nno neighbor " + transport + " shutdown");
    }

    @Override
    public void refresh(InteropLab lab, String node, String transport) throws IOException, InterruptedException {
        lab.exec(node, "clear bgp ipv4 vpn " + transport + " soft in");
    }

    @Override
    public String sessionCommand(String transport) {
        return "show bgp neighbors " + transport + " json";
    }

    @Override
    public Map<SessionFeature, Pattern> sessionFeatures() {
        return ImmutableMap.of(
                SessionFeature.FOUR_OCTET_AS, Pattern.compile("\"4byteAs\":\"advertisedAndReceived"),
                SessionFeature.REFRESH, Pattern.compile("\"routeRefresh\":\"advertisedAndReceived"),
                SessionFeature.ENHANCED_REFRESH, Pattern.compile("\"enhancedRouteRefresh\":\"advertisedAndReceived"),
                SessionFeature.EXTENDED_MESSAGES, Pattern.compile("\"extendedMessage\":\"advertisedAndReceived"),
                SessionFeature.GRACEFUL_RESTART, Pattern.compile("\"gracefulRestart\":\"advertisedAndReceived"));
    }
}
