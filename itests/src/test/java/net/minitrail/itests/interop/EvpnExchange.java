package net.minitrail.itests.interop;

import static net.minitrail.itests.interop.Patience.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;

/** EVPN routes of GoBGP and FRR around a reflecting controller: all others that have the family must hold them. */
final class EvpnExchange {
    private static final List<Speaker> HOLDERS = List.of(new FrrSpeaker(), new GobgpSpeaker(), new ExabgpSpeaker());
    private static final String TREE = "a broadcast tree";
    private static final String TAIL = " rd 65500:12 rt 65500:101 encap vxlan nexthop 192.168.100.12";

    private final InteropLab lab;
    private final String role;
    private final Results results;

    /**
     * A route as its origin is told to announce it, and as it shows.
     *
     * @param pattern in the words of whoever holds it, whatever surrounds its parts
     */
    private record EvpnRoute(String name, String announce, String withdraw, Pattern pattern) {
        /** A broadcast tree has its label in an attribute. */
        boolean hasLabel() {
            return !name.equals(TREE);
        }
    }

    EvpnExchange(InteropLab lab, String role, Results results) {
        this.lab = lab;
        this.role = role;
        this.results = results;
    }

    void run() throws Exception {
        Speaker gobgp = new GobgpSpeaker();
        exchange(
                gobgp,
                gobgp("a MAC", "macadv 02:00:00:00:00:77 192.168.1.77 etag 0 label 5012", "(?i)02:00:00:00:00:77"));
        exchange(
                gobgp, gobgp(TREE, "multicast 192.168.100.12 etag 0", "(?i)(multicast|\\[3\\]).*192\\.168\\.100\\.12"));
        exchange(gobgp, gobgp("a prefix", "prefix 10.112.0.0/16 etag 0 label 5013", "10\\.112\\.0\\.0"));
        String network =
                "network 10.111.0.0/16 rd 65500:11 ethtag 0 label 5011 esi 00:00:00:00:00:00:00:00:00:00 gwip 0.0.0.0";
        String context = "configure terminal\nrouter bgp 65500\naddress-family l2vpn evpn\n";
        exchange(
                new FrrSpeaker(),
                new EvpnRoute(
                        "a prefix",
                        context + network + " routermac 02:00:00:00:11:11",
                        context + "no " + network,
                        Pattern.compile("10\\.111\\.0\\.0")));
    }

    private static EvpnRoute gobgp(String name, String words, String pattern) {
        String more = name.equals(TREE) ? TAIL + " pmsi ingress-repl 5012 192.168.100.12" : TAIL;
        return new EvpnRoute(
                name,
                "global rib add -a evpn " + words + more,
                "global rib del -a evpn " + words + more,
                Pattern.compile(pattern));
    }

    private void exchange(Speaker origin, EvpnRoute route) throws Exception {
        lab.exec(origin.kind(), route.announce());
        for (Speaker holder : HOLDERS) {
            if (!holder.kind().equals(origin.kind())) {
                await(route + " at " + holder).until(() -> holds(holder, route));
                results.works(role, holder, Family.E_VPN, "learn " + route.name());
            }
        }
        results.works(role, origin, Family.E_VPN, "announce " + route.name());
        lab.exec(origin.kind(), route.withdraw());
        for (Speaker holder : HOLDERS) {
            if (holder.kind().equals(origin.kind())) {
                continue;
            }
            if (holder instanceof ExabgpSpeaker && route.hasLabel()) {
                assertTrue(holds(holder, route), "it has learned to withdraw EVPN routes with a label");
                results.cannot(role, holder, Family.E_VPN, "forget " + route.name(), "keeps the route");
            } else {
                await(route + " no more at " + holder).until(() -> !holds(holder, route));
                results.works(role, holder, Family.E_VPN, "forget " + route.name());
            }
        }
    }

    private boolean holds(Speaker holder, EvpnRoute route) throws Exception {
        String command = switch (holder.kind()) {
            case "frr" -> "show bgp l2vpn evpn";
            case "gobgp" -> "global rib -a evpn";
            default -> "show adj-rib in extensive";
        };
        return lab.exec(holder.kind(), command)
                .lines()
                .anyMatch(line -> route.pattern().matcher(line).find());
    }
}
