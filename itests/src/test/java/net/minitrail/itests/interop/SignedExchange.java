package net.minitrail.itests.interop;

import static net.minitrail.itests.interop.Patience.awaitEqual;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Sessions with TCP MD5 (RFC 2385), each with a key of its own: they come up, and routes cross them both ways. */
final class SignedExchange {
    private final InteropLab lab;
    private final Results results;

    SignedExchange(InteropLab lab, Results results) {
        this.lab = lab;
        this.results = results;
    }

    /** A route of the speaker, and one of another, to it. */
    void of(Speaker speaker) throws Exception {
        JsonNode session = lab.session("controller", lab.address(speaker.kind()));
        assertTrue(session.path("md5").asBoolean(), session::toString);
        Speaker other = speaker instanceof FrrSpeaker ? new GobgpSpeaker() : new FrrSpeaker();
        pass(speaker, other, 1);
        pass(other, speaker, 2);
        results.works("session", speaker, "transport", "TCP MD5");
    }

    private void pass(Speaker from, Speaker to, int number) throws Exception {
        Route route =
                new Route(Family.INET_VPN, "65500:" + number, "10.78.1.0/24", 70_078, "192.168.100.78", "65500:101");
        from.announce(lab, from.kind(), route);
        awaitEqual(
                route + " of " + from + " at " + to, Optional.of(route.held()), () -> to.held(lab, to.kind(), route));
        from.withdraw(lab, from.kind(), route);
        awaitEqual(route + " of " + from + " at " + to, Optional.empty(), () -> to.held(lab, to.kind(), route));
    }
}
