package net.minitrail.itests.interop;

import static net.minitrail.itests.interop.Patience.awaitEqual;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A speaker, node {@code rr}, that reflects between the controller and our gateway. */
final class ReflectorRole {
    private static final String ROLE = "route reflector";
    private static final String MACHINE = "192.168.1.3/32";
    /** That our gateway gives out. */
    private static final int FIRST_LABEL = 20;

    private static final String LOOPBACK = "100.100.100.100/32";

    private final InteropLab lab;
    private final Speaker speaker;
    private final Results results;

    ReflectorRole(InteropLab lab, Speaker speaker, Results results) {
        this.lab = lab;
        this.speaker = speaker;
        this.results = results;
    }

    void run() throws Exception {
        Route loopback =
                new Route(Family.INET_VPN, "192.168.100.1:1", LOOPBACK, FIRST_LABEL, "192.168.100.1", "65500:101");
        Optional<Held> seen = Optional.of(
                speaker.showsLabels() ? loopback.held() : loopback.held().withoutLabel());
        awaitEqual("the gateway's route at the reflector", seen, () -> speaker.held(lab, "rr", loopback));
        results.works(ROLE, speaker, Family.INET_VPN, "learn");
        if (speaker instanceof ExabgpSpeaker) {
            assertEquals("", atAgent(), "it has learned to reflect");
            assertEquals("", atGateway(), "it has learned to reflect");
            results.cannot(ROLE, speaker, Family.INET_VPN, "reflect", "passes nothing on");
            return;
        }
        awaitEqual("the gateway's route at the agent", loopback.label() + " 192.168.100.1", this::atAgent);
        awaitEqual("the machine at the gateway", "17 192.168.100.3", this::atGateway);
        results.works(ROLE, speaker, Family.INET_VPN, "reflect");

        lab.retarget("test_vn", "65500:102");
        awaitEqual("no machine at the gateway", "", this::atGateway);
        lab.retarget("test_vn", "65500:101");
        awaitEqual("the machine at the gateway", "17 192.168.100.3", this::atGateway);
        results.works(ROLE, speaker, Family.INET_VPN, "reflect another route target");

        lab.launcher().run("kill", "compute-1");
        if (Exchange.keepsWithdrawn(speaker, Family.INET_VPN)) {
            Patience.await("the controller forgets the machine")
                    .until(() -> lab.routes("controller", "table=bgp.l3vpn.0&prefix=" + MACHINE)
                            .isEmpty());
            assertEquals("17 192.168.100.3", atGateway(), "it has learned to withdraw VPN routes");
            results.cannot(ROLE, speaker, Family.INET_VPN, "reflect a withdrawal", Exchange.KEEPS);
        } else {
            awaitEqual("no machine at the gateway", "", this::atGateway);
            results.works(ROLE, speaker, Family.INET_VPN, "reflect a withdrawal");
        }
    }

    private String atAgent() throws Exception {
        return first("compute-1", "vrf=test_vn&prefix=" + LOOPBACK);
    }

    private String atGateway() throws Exception {
        return first("sdn-gw", "table=test_vn.inet.0&prefix=" + MACHINE);
    }

    /** Label and next hop of the first route there; empty if there is none. */
    private String first(String node, String query) throws Exception {
        JsonNode row = lab.routes(node, query).path(0);
        return row.isMissingNode()
                ? ""
                : row.path("label").asString("") + " " + row.path("next_hop").asString("");
    }
}
