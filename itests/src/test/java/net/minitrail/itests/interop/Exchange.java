package net.minitrail.itests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

/** Speakers around one controller, each a node called by its kind: what one says, all others must hold, and no more. */
final class Exchange {
    static final String KEEPS = "counts the withdrawal, but keeps the route";
    private static final String KEEPS_ROUTE = "says nothing new of a route of its own until it has withdrawn it";
    private static final String NAMES_ITSELF =
            "announces its address on the session as next hop, with label 3 (implicit null), whatever the route says";
    private static final int IMPLICIT_NULL = 3;
    private static final String NO_LABELS = "shows no labels";

    private final InteropLab lab;
    private final String role;
    private final List<Speaker> speakers;
    private final Results results;
    private final boolean external;

    /** @param external whether the speakers are in other ASes than the controller */
    Exchange(InteropLab lab, String role, boolean external, List<Speaker> speakers, Results results) {
        this.lab = lab;
        this.role = role;
        this.speakers = speakers;
        this.results = results;
        this.external = external;
    }

    /** Announces a route of each family, changes its label, moves it to another route target, and takes it back. */
    void routesOf(Speaker origin, int number) throws Exception {
        for (Family family : origin.announces()) {
            Route route = route(family, number);
            origin.announce(lab, origin.kind(), route);
            if (namesItself(origin, family)) {
                Route announced = route;
                Patience.awaitEqual(route + " of " + origin.kind(), IMPLICIT_NULL, () -> labelAtController(announced));
                results.cannot(role, origin, family, "announce", NAMES_ITSELF);
                origin.withdraw(lab, origin.kind(), route);
                continue;
            }
            awaitHeld(origin, route);
            results.works(role, origin, family, "announce");
            if (family.isVpn()) {
                route = changed(origin, route, route.withLabel(route.label() + 100_000), "another label");
                route = changed(origin, route, route.withTarget("65500:102"), "another route target");
            }
            origin.withdraw(lab, origin.kind(), route);
            awaitGone(origin, route);
            results.works(role, origin, family, "withdraw");
        }
    }

    private static Route route(Family family, int number) {
        String prefix = family.isIpv6() ? "fd00:77:" + number + "::/48" : "10.77." + number + ".0/24";
        return family.isVpn()
                ? new Route(family, "65500:" + number, prefix, 70_000 + number, "192.168.100." + number, "65500:101")
                : new Route(family, "", prefix, -1, "192.168.100." + number, "");
    }

    private int labelAtController(Route route) throws Exception {
        String table = route.family().isIpv6() ? "bgp.l3vpn-inet6.0" : "bgp.l3vpn.0";
        return lab.routes("controller", "table=" + table + "&prefix=" + route.prefix())
                .path(0)
                .path("label")
                .asInt(-1);
    }

    private Route changed(Speaker origin, Route before, Route after, String feature) throws Exception {
        if (origin.changesInPlace(before, after)) {
            results.works(role, origin, after.family(), "announce " + feature);
        } else {
            origin.withdraw(lab, origin.kind(), before);
            results.cannot(role, origin, after.family(), "announce " + feature, KEEPS_ROUTE);
        }
        origin.announce(lab, origin.kind(), after);
        awaitHeld(origin, after);
        for (Speaker other : others(origin, after.family())) {
            if (feature.contains("label") && !other.showsLabels()) {
                results.cannot(role, other, after.family(), "learn " + feature, NO_LABELS);
            } else {
                results.works(role, other, after.family(), "learn " + feature);
            }
        }
        return after;
    }

    private void awaitHeld(Speaker origin, Route route) {
        for (Speaker other : others(origin, route.family())) {
            Held expected = other.showsLabels() ? route.held() : route.held().withoutLabel();
            Patience.awaitEqual(
                    route + " of " + origin.kind() + " at " + other.kind(),
                    Optional.of(expected),
                    () -> other.held(lab, other.kind(), route));
            results.works(role, other, route.family(), "learn");
        }
    }

    private void awaitGone(Speaker origin, Route route) throws Exception {
        for (Speaker other : others(origin, route.family())) {
            if (keepsWithdrawn(other, route.family())) {
                continue;
            }
            Patience.awaitEqual(
                    route + " of " + origin.kind() + " at " + other.kind(),
                    Optional.empty(),
                    () -> other.held(lab, other.kind(), route));
            results.works(role, other, route.family(), "forget");
        }
        for (Speaker other : others(origin, route.family())) {
            if (keepsWithdrawn(other, route.family())) {
                assertEquals(
                        Optional.of(route.held().withoutLabel()),
                        other.held(lab, other.kind(), route),
                        other.kind() + " has learned to withdraw VPN routes");
                results.cannot(role, other, route.family(), "forget", KEEPS);
            }
        }
    }

    /** BIRD 2.0.12 does, towards another AS: with its own address on the session, which is of no use to the others. */
    private boolean namesItself(Speaker origin, Family family) {
        return external && origin instanceof BirdSpeaker && family.isVpn();
    }

    /** OpenBGPD 7.7 does. When a newer one does not, this must go. */
    static boolean keepsWithdrawn(Speaker speaker, Family family) {
        return speaker instanceof OpenbgpdSpeaker && family.isVpn();
    }

    private List<Speaker> others(Speaker origin, Family family) {
        return speakers.stream()
                .filter(other -> other != origin && other.learns().contains(family))
                .toList();
    }
}
