package net.minitrail.itests.interop;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** ExaBGP by exabgpcli. */
final class ExabgpSpeaker implements Speaker {
    private static final String NEXT_HOP = " next-hop (\\S+)";

    @Override
    public String kind() {
        return "exabgp";
    }

    @Override
    public String toString() {
        return kind();
    }

    @Override
    public Set<Family> announces() {
        return ImmutableSet.of(Family.INET_VPN, Family.INET6_VPN, Family.INET);
    }

    @Override
    public Set<Family> learns() {
        return ImmutableSet.of(Family.INET_VPN, Family.INET6_VPN, Family.INET, Family.INET6, Family.E_VPN);
    }

    /** ExaBGP 4.2 takes a route with another label for the one that it announced already. */
    @Override
    public boolean changesInPlace(Route before, Route after) {
        return before.label() == after.label();
    }

    /** A path of several that it has to one prefix, told apart by {@code id}. */
    void announce(InteropLab lab, String node, Route route, int id) throws IOException, InterruptedException {
        lab.exec(node, "announce" + words(route) + " path-information 0.0.0." + id);
    }

    void withdraw(InteropLab lab, String node, Route route, int id) throws IOException, InterruptedException {
        lab.exec(node, "withdraw" + words(route) + " path-information 0.0.0." + id);
    }

    private static String words(Route route) {
        String vpn = " rd %s label %d extended-community [ target:%s ]"
                .formatted(route.distinguisher(), route.label(), route.target());
        return " route " + route.prefix() + " next-hop " + route.wireNextHop()
                + (route.family().isVpn() ? vpn : "") + " origin igp";
    }

    @Override
    public void announce(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        lab.exec(node, "announce" + words(route));
    }

    @Override
    public void withdraw(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        lab.exec(node, "withdraw" + words(route));
    }

    @Override
    public Optional<Held> held(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        return entries(lab, node, route).stream()
                .findFirst()
                .map(line -> Held.read(line, " label (\\d+)", NEXT_HOP, "target:(\\d+:\\d+)"));
    }

    @Override
    public List<String> entries(InteropLab lab, String node, Route route) throws IOException, InterruptedException {
        String prefix = " " + route.prefix() + " ";
        String distinguisher = route.family().isVpn() ? " rd " + route.distinguisher() + " " : "";
        return lab.exec(node, "show adj-rib in extensive")
                .lines()
                .filter(line -> line.contains(prefix) && line.contains(distinguisher))
                .toList();
    }

    @Override
    public String nextHop() {
        return NEXT_HOP;
    }

    @Override
    public void disable(InteropLab lab, String node, String transport, String words)
            throws IOException, InterruptedException {
        lab.exec(node, "neighbor " + transport + " teardown 2");
    }

    @Override
    public boolean staysAway() {
        return false;
    }

    @Override
    public void enable(InteropLab lab, String node, String transport) {}

    @Override
    public void refresh(InteropLab lab, String node, String transport) throws IOException, InterruptedException {
        lab.exec(node, "neighbor " + transport + " announce route-refresh ipv4 mpls-vpn");
    }

    @Override
    public String sessionCommand(String transport) {
        return "show neighbor extensive";
    }

    @Override
    public Map<SessionFeature, Pattern> sessionFeatures() {
        return ImmutableMap.of(
                SessionFeature.FOUR_OCTET_AS, Pattern.compile("\n +asn4: +enabled +enabled "),
                SessionFeature.REFRESH, Pattern.compile("\n +route-refresh: +enabled +enabled "),
                SessionFeature.EXTENDED_MESSAGES, Pattern.compile("\n +extended-message: +enabled +enabled "),
                SessionFeature.GRACEFUL_RESTART, Pattern.compile("\n +graceful-restart: +enabled +enabled "));
    }
}
