package net.minitrail.itests.interop;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** BIRD by birdc; routes of its own are in its file, which is edited and read again. */
final class BirdSpeaker implements Speaker {
    private static final String NEXT_HOP = "BGP.next_hop: (\\S+)";
    private static final Pattern NEXT_ENTRY = Pattern.compile("(?m)^(?=[0-9a-f])");

    @Override
    public String kind() {
        return "bird";
    }

    @Override
    public String toString() {
        return kind();
    }

    @Override
    public Set<Family> announces() {
        return ImmutableSet.of(Family.INET_VPN, Family.INET6_VPN);
    }

    @Override
    public Set<Family> learns() {
        return ImmutableSet.of(Family.INET_VPN, Family.INET6_VPN, Family.INET, Family.INET6);
    }

    @Override
    public void announce(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        String statement = "route %s %s via %s%%lo onlink mpls %d { bgp_ext_community.add((rt, %s)); };"
                .formatted(
                        route.distinguisher(),
                        route.prefix(),
                        route.nextHop(),
                        route.label(),
                        route.target().replace(":", ", "));
        edit(lab, node, route, "/announced_" + (route.family().isIpv6() ? "vpn6" : "vpn4") + " *{/a " + statement);
    }

    @Override
    public void withdraw(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        edit(lab, node, route, "");
    }

    private static void edit(InteropLab lab, String node, Route route, String then)
            throws IOException, InterruptedException {
        String gone = "\\#^ *route " + route.distinguisher() + " " + route.prefix() + " #d";
        String more = then.isEmpty() ? "" : " -e '" + then + "'";
        lab.exec(node, "birdc show status; sed -i -e '" + gone + "'" + more + " bird.conf; birdc configure");
    }

    @Override
    public Optional<Held> held(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        return entries(lab, node, route).stream()
                .findFirst()
                .map(entry -> Held.read(entry, "mpls_label_stack: (\\d+)", NEXT_HOP, "\\(rt, (\\d+, \\d+)\\)"));
    }

    @Override
    public List<String> entries(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        String start = (route.family().isVpn() ? route.distinguisher() + " " : "") + route.prefix() + " ";
        return NEXT_ENTRY
                .splitAsStream(lab.exec(node, "show route all"))
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
        lab.exec(node, "disable bgp1 \"" + words + "\"");
    }

    @Override
    public void enable(InteropLab lab, String node, String transport) throws IOException, InterruptedException {
        lab.exec(node, "enable bgp1");
    }

    @Override
    public void refresh(InteropLab lab, String node, String transport) throws IOException, InterruptedException {
        lab.exec(node, "reload in bgp1");
    }

    @Override
    public String sessionCommand(String transport) {
        return "show protocols all bgp1";
    }

    @Override
    public Map<SessionFeature, Pattern> sessionFeatures() {
        return ImmutableMap.of(
                SessionFeature.FOUR_OCTET_AS,
                        Pattern.compile(
                                "(?s)Local capabilities.*\n +4-octet AS numbers\n.*Neighbor capabilities.*\n +4-octet AS numbers\n"),
                SessionFeature.REFRESH,
                        Pattern.compile(
                                "(?s)Local capabilities.*\n +Route refresh\n.*Neighbor capabilities.*\n +Route refresh\n"),
                SessionFeature.ENHANCED_REFRESH,
                        Pattern.compile(
                                "(?s)Local capabilities.*\n +Enhanced refresh\n.*Neighbor capabilities.*\n +Enhanced refresh\n"),
                SessionFeature.EXTENDED_MESSAGES,
                        Pattern.compile(
                                "(?s)Local capabilities.*\n +Extended message\n.*Neighbor capabilities.*\n +Extended message\n"),
                SessionFeature.GRACEFUL_RESTART,
                        Pattern.compile(
                                "(?s)Local capabilities.*\n +Graceful restart\n.*Neighbor capabilities.*\n +Graceful restart\n"));
    }
}
