package net.minitrail.itests.labs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every real speaker in every role that it can play: a lab a pair, from a file a role, with expectations of the speaker's own
 * word. What one cannot do is pinned by a lab of its own.
 */
class SpeakerRolesIT {
    @TempDir
    private Path state;

    @AfterEach
    void leave_nothing_running() {
        new Launcher(state).downAll();
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "frr,    gateway",
        "frr,    second-gateway",
        "frr,    reflector",
        "frr,    other-as",
        "gobgp,  gateway",
        "gobgp,  second-gateway",
        "gobgp,  reflector",
        "gobgp,  other-as",
        "bird,   gateway",
        "bird,   second-gateway",
        "bird,   reflector",
        "exabgp, gateway",
        "exabgp, second-gateway",
        "exabgp, other-as",
    })
    void a_speaker_plays_its_role(String kind, String role) throws IOException {
        RealSpeakers.need(kind);
        assertPasses(role + "-" + kind, text(role).replace("KIND", kind));
    }

    /** It tells no labels, announces no VPN routes, and keeps what is withdrawn; {@code openbgpd-limits} has the reasons. */
    @ParameterizedTest
    @CsvSource({"gateway", "second-gateway", "reflector", "other-as"})
    void openbgpd_learns_and_passes_on(String role) throws IOException {
        RealSpeakers.need("openbgpd");
        String lab = Stream.of(text(role).replace("KIND", "openbgpd").split("(?m)^(?=  - )", -1))
                .filter(step -> !step.contains("[originates]") && !step.contains("[withdraws]"))
                .collect(Collectors.joining())
                .replaceAll(", label: \\d+, routes: \\[[^]]*]", "")
                .replaceAll("(node: peer.*?) label: \\d+,", "$1");

        assertPasses(role + "-openbgpd", lab);
    }

    @Test
    void openbgpd_announces_no_vpn_route_and_keeps_what_is_withdrawn() throws IOException {
        RealSpeakers.need("openbgpd");
        assertPasses("openbgpd-limits", text("openbgpd-limits"));
    }

    /** Tunnels carry labelled packets only, so an agent is told explicit null in the place of implicit null. */
    @Test
    void bird_tells_another_as_label_3_for_its_own_routes() throws IOException {
        RealSpeakers.need("bird");
        assertPasses(
                "other-as-bird",
                text("other-as")
                        .replace("KIND", "bird")
                        .replaceAll("(node: controller.*) label: 1234", "$1 label: 3")
                        .replaceAll("(node: compute.*) label: 1234", "$1 label: 0"));
    }

    @Test
    void every_family_goes_to_and_fro_with_each_that_has_it() throws IOException {
        for (String kind : List.of("frr", "gobgp", "bird", "openbgpd", "exabgp")) {
            RealSpeakers.need(kind);
        }
        assertPasses("families", text("families"));
    }

    @Test
    void exabgp_passes_nothing_on() throws IOException {
        RealSpeakers.need("exabgp");
        assertPasses("exabgp-reflector", text("exabgp-reflector"));
    }

    private static String text(String file) throws IOException {
        return Resources.toString(Resources.getResource("speakers/" + file + ".yml"), StandardCharsets.UTF_8);
    }

    private void assertPasses(String name, String lab) throws IOException {
        Path file = Files.writeString(state.resolve(name + ".yml"), lab);
        Launcher launcher = new Launcher(state);

        Launcher.Result result = launcher.run("run", file.toString(), "--slow-factor", "4");

        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().stripTrailing().matches("(?s).*\\d+ passed, 0 failed, 0 skipped"), result::toString);
        assertFalse(launcher.anyProcess());
    }
}
