package net.minitrail.itests.labs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every lab that is shipped, with all its steps. Waiting times are stretched: CI machines are slow. */
class ShippedLabsIT {
    @TempDir
    private Path state;

    @AfterEach
    void leave_nothing_running() {
        new Launcher(state).downAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bring-vms-outside-the-dc",
                "two-computes",
                "route-targets",
                "dual-stack",
                "l3-virtual-network",
                "l2-virtual-network",
                "vrrp",
                "network-policy",
                "ecmp",
                "port-mirroring-juniper-header",
                "mirroring-without-juniper-header",
                "flow-mode-vs-packet-mode",
                "vrouter-cli-tools",
                "fat-flows"
            })
    void a_lab_meets_every_expectation_and_leaves_nothing(String lab) {
        assertPasses(lab);
    }

    @ParameterizedTest
    @CsvSource({
        "gobgp-gateway,   gobgp",
        "frr-gateway,     frr",
        "bird-gateway,    bird",
        "exabgp-gateway,  exabgp",
        "two-gateways,    frr",
        "route-reflector, bird",
        "inter-as,        gobgp",
    })
    void a_lab_with_a_real_speaker_meets_every_expectation_and_leaves_nothing(String lab, String speaker) {
        RealSpeakers.need(speaker);
        assertPasses(lab);
    }

    private void assertPasses(String lab) {
        Launcher launcher = new Launcher(state);

        Launcher.Result result = launcher.run("run", lab, "--slow-factor", "4");

        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().stripTrailing().matches("(?s).*\\d+ passed, 0 failed, 0 skipped"), result::toString);
        assertFalse(launcher.anyProcess());
    }
}
