package net.minitrail.itests.interop;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** GoBGP by its own client. */
final class GobgpSpeaker implements Speaker {
    private static final String NEXT_HOP = "/\\d+ +(?:\\[\\d+\\] +)?(\\S+)";

    @Override
    public String kind() {
        return "gobgp";
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
        return announces();
    }

    private static String name(Family family) {
        return switch (family) {
            case INET_VPN -> "vpnv4";
            case INET6_VPN -> "vpnv6";
            case INET -> "ipv4";
            case INET6 -> "ipv6";
            default -> "evpn";
        };
    }

    private static String words(Route route) {
        String vpn = " label %d rd %s rt %s".formatted(route.label(), route.distinguisher(), route.target());
        return name(route.family()) + " " + route.prefix() + (route.family().isVpn() ? vpn : "") + " nexthop "
                + route.wireNextHop() + " origin igp";
    }

    @Override
    public void announce(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        lab.exec(node, "global rib add -a " + words(route));
    }

    @Override
    public void withdraw(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        lab.exec(node, "global rib del -a " + words(route));
    }

    @Override
    public Optional<Held> held(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        return entries(lab, node, route).stream()
                .findFirst()
                .map(line -> Held.read(line, "\\[(\\d+)\\] ", NEXT_HOP, "(?<=[\\[ ])(\\d+:\\d+)(?=[,\\]])"));
    }

    @Override
    public List<String> entries(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        String start = route.family().isVpn()
                ? Pattern.quote(route.distinguisher() + ":" + route.prefix()) + " +\\[(?:\\d+)\\]"
                : Pattern.quote(route.prefix());
        Pattern row = Pattern.compile("^[A-Z*>]* *" + start + " .*"); // no blank after all three marks
        return lab.exec(node, "global rib -a " + name(route.family()))
                .lines()
                .filter(line -> row.matcher(line).matches())
                .toList();
    }

    @Override
    public String nextHop() {
        return NEXT_HOP;
    }

    @Override
    public void disable(InteropLab lab, String node, String transport, String words)
            throws IOException, InterruptedException {
        lab.exec(node, "gobgp neighbor " + transport + " disable --reason '" + words + "'");
    }

    @Override
    public void enable(InteropLab lab, String node, String transport) throws IOException, InterruptedException {
        lab.exec(node, "gobgp neighbor " + transport + " enable");
    }

    @Override
    public void refresh(InteropLab lab, String node, String transport) throws IOException, InterruptedException {
        lab.exec(node, "gobgp neighbor " + transport + " softresetin");
    }

    @Override
    public String sessionCommand(String transport) {
        return "neighbor " + transport;
    }

    @Override
    public Map<SessionFeature, Pattern> sessionFeatures() {
        return ImmutableMap.of(
                SessionFeature.FOUR_OCTET_AS, Pattern.compile("\n +4-octet-as:\\s+advertised and received"),
                SessionFeature.REFRESH, Pattern.compile("\n +route-refresh:\\s+advertised and received"),
                SessionFeature.ENHANCED_REFRESH,
                        Pattern.compile("\n +enhanced-route-refresh:\\s+advertised and received"),
                SessionFeature.EXTENDED_MESSAGES, Pattern.compile("\n +extended-message:\\s+advertised and received"),
                SessionFeature.GRACEFUL_RESTART, Pattern.compile("\n +graceful-restart:\\s+advertised and received"));
    }
}
