package net.minitrail.itests.interop;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** OpenBGPD by bgpctl, which shows no labels. */
final class OpenbgpdSpeaker implements Speaker {
    private static final String NEXT_HOP = "Nexthop (\\S+) ";
    private static final Pattern NEXT_ENTRY = Pattern.compile("(?m)^BGP routing table entry for ");

    @Override
    public String kind() {
        return "openbgpd";
    }

    @Override
    public String toString() {
        return kind();
    }

    @Override
    public Set<Family> announces() {
        return ImmutableSet.of(Family.INET);
    }

    @Override
    public Set<Family> learns() {
        return ImmutableSet.of(Family.INET_VPN, Family.INET6_VPN, Family.INET, Family.INET6);
    }

    @Override
    public boolean showsLabels() {
        return false;
    }

    @Override
    public void announce(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        lab.exec(node, "network add " + route.prefix() + " nexthop " + route.nextHop());
    }

    @Override
    public void withdraw(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        lab.exec(node, "network delete " + route.prefix());
    }

    @Override
    public Optional<Held> held(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        return entries(lab, node, route).stream()
                .findFirst()
                .map(entry -> Held.read(entry, "no label is shown (\\d+)", NEXT_HOP, " rt (\\d+:\\d+)"));
    }

    @Override
    public List<String> entries(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        String start = (route.family().isVpn() ? "rd " + route.distinguisher() + " " : "") + route.prefix() + "\n";
        return NEXT_ENTRY
                .splitAsStream(lab.exec(node, "show rib detail"))
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
        lab.exec(node, "bgpctl neighbor " + transport + " down '" + words + "'");
    }

    @Override
    public void enable(InteropLab lab, String node, String transport) throws IOException, InterruptedException {
        lab.exec(node, "neighbor " + transport + " up");
    }

    @Override
    public void refresh(InteropLab lab, String node, String transport) throws IOException, InterruptedException {
        lab.exec(node, "neighbor " + transport + " refresh");
    }

    @Override
    public String sessionCommand(String transport) {
        return "show neighbor " + transport;
    }

    @Override
    public Map<SessionFeature, Pattern> sessionFeatures() {
        return ImmutableMap.of(
                SessionFeature.FOUR_OCTET_AS, Pattern.compile("(?s)Negotiated capabilities:.*\n +4-byte AS numbers\n"),
                SessionFeature.REFRESH, Pattern.compile("(?s)Negotiated capabilities:.*\n +Route Refresh\n"),
                SessionFeature.ENHANCED_REFRESH,
                        Pattern.compile("(?s)Negotiated capabilities:.*\n +Enhanced Route Refresh\n"),
                SessionFeature.EXTENDED_MESSAGES,
                        Pattern.compile("(?s)Negotiated capabilities:.*\n +Extended Message\n"),
                SessionFeature.GRACEFUL_RESTART,
                        Pattern.compile("(?s)Negotiated capabilities:.*\n +Graceful Restart\n"));
    }
}
