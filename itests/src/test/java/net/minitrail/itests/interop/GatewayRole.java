package net.minitrail.itests.interop;

import static net.minitrail.itests.interop.Patience.awaitEqual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A speaker, node {@code gw}, in the place of the gateway of a network with one machine. */
final class GatewayRole {
    private static final String ROLE = "gateway";
    private static final String WORDS = "maintenance of the gateway";
    private static final String MACHINE = "192.168.1.3/32";

    private final InteropLab lab;
    private final Speaker speaker;
    private final Results results;
    private final Route outside =
            new Route(Family.INET_VPN, "65500:1", "100.100.100.0/24", 70_001, "192.168.100.1", "65500:101");

    GatewayRole(InteropLab lab, Speaker speaker, Results results) {
        this.lab = lab;
        this.speaker = speaker;
        this.results = results;
    }

    void run() throws Exception {
        Route machine = machine();
        awaitEqual("the machine at the speaker", seen(machine), () -> held(machine));
        results.works(ROLE, speaker, Family.INET_VPN, "learn");
        if (speaker.announces().contains(Family.INET_VPN)) {
            speaker.announce(lab, "gw", outside);
            awaitEqual("the route at the agent", "70001 192.168.100.1", this::atAgent);
            results.works(ROLE, speaker, Family.INET_VPN, "announce");
        } else {
            results.cannot(ROLE, speaker, Family.INET_VPN, "announce", "has no VPN routes of its own outside OpenBSD");
        }

        if (speaker instanceof GobgpSpeaker) {
            String memberships = lab.routes("controller", "table=bgp.rtarget.0").toString();
            assertTrue(memberships.contains("65500:target:65500:102"), memberships);
            results.works(ROLE, speaker, Family.ROUTE_TARGET, "announce");
        }

        lab.retarget("test_vn", "65500:102");
        awaitEqual("the machine with another target", seen(machine.withTarget("65500:102")), () -> held(machine));
        awaitEqual("no route at the agent", "", this::atAgent);
        results.works(ROLE, speaker, Family.INET_VPN, "learn another route target");
        lab.retarget("test_vn", "65500:101");
        awaitEqual("the machine with its target", seen(machine), () -> held(machine));

        session(machine);
        lab.launcher().run("kill", "compute-1");
        forget(machine);
    }

    private void session(Route machine) throws Exception {
        String transport = lab.transport("controller");
        speaker.disable(lab, "gw", transport, WORDS);
        Patience.await("the end of the session")
                .until(() -> lab.log("controller").contains("event=ended state=Established"));
        if (speaker.staysAway()) {
            awaitEqual("no route at the agent", "", this::atAgent);
        }
        results.works(ROLE, speaker, "session", "Cease");
        if (lab.log("controller").contains(WORDS)) {
            results.works(ROLE, speaker, "session", "shutdown text");
        } else {
            results.cannot(ROLE, speaker, "session", "shutdown text", "sends none");
        }
        speaker.enable(lab, "gw", transport);
        awaitEqual("the machine at the speaker again", seen(machine), () -> held(machine));
        if (speaker.announces().contains(Family.INET_VPN)) {
            awaitEqual("the route at the agent again", "70001 192.168.100.1", this::atAgent);
        }
        results.works(ROLE, speaker, "session", "comes up again with all routes");
        speaker.refresh(lab, "gw", transport);
        Patience.await("a refresh").until(() -> lab.exec("controller", "nei").contains("Established"));
    }

    private void forget(Route machine) throws Exception {
        if (Exchange.keepsWithdrawn(speaker, Family.INET_VPN)) {
            Patience.await("the controller forgets the machine")
                    .until(() -> lab.routes("controller", "table=bgp.l3vpn.0&prefix=" + MACHINE)
                            .isEmpty());
            assertEquals(seen(machine), held(machine), "it has learned to withdraw VPN routes");
            results.cannot(ROLE, speaker, Family.INET_VPN, "forget", Exchange.KEEPS);
        } else {
            awaitEqual("no machine at the speaker", Optional.empty(), () -> held(machine));
            results.works(ROLE, speaker, Family.INET_VPN, "forget");
        }
    }

    /** The machine's route, with the RD that the controller gave it. */
    private Route machine() {
        JsonNode[] row = {null};
        Patience.await("the machine at the controller").until(() -> {
            row[0] = lab.routes("controller", "table=bgp.l3vpn.0&prefix=" + MACHINE)
                    .path(0);
            return row[0].path("label").isNumber();
        });
        return new Route(Family.INET_VPN, row[0].path("rd").asString(), MACHINE, 17, "192.168.100.3", "65500:101");
    }

    private Optional<Held> held(Route route) throws Exception {
        return speaker.held(lab, "gw", route);
    }

    private Optional<Held> seen(Route route) {
        return Optional.of(speaker.showsLabels() ? route.held() : route.held().withoutLabel());
    }

    /** Label and next hop of the speaker's route in the machine's VRF. */
    private String atAgent() throws Exception {
        JsonNode row = lab.routes("compute-1", "vrf=test_vn&prefix=" + outside.prefix())
                .path(0);
        return row.isMissingNode()
                ? ""
                : row.path("label").asString("") + " " + row.path("next_hop").asString("");
    }
}
