package net.minitrail.itests.labs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** How labs come and go: twice the same, side by side, and not at all when something goes wrong. */
class LabLifeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LAB = "bring-vms-outside-the-dc";

    @TempDir
    private Path state;

    private Launcher launcher = new Launcher(Path.of("."));

    @BeforeEach
    void use_a_state_directory_of_our_own() {
        launcher = new Launcher(state);
    }

    @AfterEach
    void leave_nothing_running() {
        launcher.downAll();
    }

    @Test
    void up_twice_is_up_once_and_down_leaves_nothing() {
        JsonNode first = launcher.data("up", LAB, "--timeout", "2m");
        JsonNode second = launcher.data("up", LAB, "--timeout", "2m");

        assertEquals(first.path(0).path("pid"), second.path(0).path("pid"));
        assertEquals(0, launcher.run("down").exit());
        assertFalse(launcher.anyProcess());
        assertFalse(Files.exists(state.resolve("xdg/minitrail")));
    }

    @Test
    void two_labs_run_side_by_side() {
        launcher.data("up", LAB, "--timeout", "2m");
        launcher.data("up", "two-computes", "--timeout", "2m");

        assertEquals(2, launcher.run("exec", "vm1", "hostname").exit(), "two labs have a vm1");
        String ping = launcher.run("-n", LAB, "exec", "vm1", "ping -c 1 100.100.100.100")
                .out();
        assertTrue(ping.contains(" 0% packet loss"), ping);
        assertNotEquals(
                launcher.data("-n", LAB, "status").path(0).path("transport"),
                launcher.data("-n", "two-computes", "status").path(0).path("transport"));
    }

    @Test
    void a_launcher_that_is_killed_on_the_way_leaves_nothing() throws IOException {
        Process up = launcher.start("up", LAB);
        await().atMost(PATIENCE).until(launcher::anyProcess);
        up.destroyForcibly();

        await().atMost(PATIENCE).until(() -> !launcher.anyProcess());
        await().atMost(PATIENCE).until(() -> !Files.exists(state.resolve("xdg/minitrail/labs/" + LAB)));
    }

    @Test
    void a_node_that_is_killed_is_started_again_by_up() {
        launcher.data("up", LAB, "--timeout", "2m");
        assertEquals(0, launcher.run("kill", "compute-1").exit());
        await().atMost(PATIENCE)
                .until(() -> launcher.data("status").path(1).path("state").asString(""), "down"::equals);

        launcher.data("up", LAB, "--timeout", "2m");
        String ping = launcher.run("exec", "vm1", "ping -c 1 100.100.100.100").out();
        assertTrue(ping.contains(" 0% packet loss"), ping);
    }

    @Test
    void agents_and_controllers_speak_tls_when_asked_to() throws IOException {
        String text = Files.readString(Launcher.root().resolve("lab/labs/two-computes.yml"));
        Path file = Files.writeString(
                state.resolve("tls.yml"), text.replaceFirst("(?m)^name: .*$", "name: tls\nxmpp-tls: true"));

        Launcher.Result result = launcher.run("run", file.toString(), "--filter", "ping", "--slow-factor", "4");

        assertEquals(0, result.exit(), result::toString);
    }

    @Test
    void the_output_of_exec_is_exactly_the_commands() {
        launcher.data("up", LAB, "--timeout", "2m");
        Launcher.Result shown = launcher.run("exec", "sdn-gw", "show", "configuration", "policy-options", "community");

        assertEquals(0, shown.exit(), shown::toString);
        assertEquals("", shown.err());
        assertEquals(6, launcher.run("exec", "nobody", "ls").exit());
        assertNotEquals(0, launcher.run("exec", "sdn-gw", "show nonsense").exit());
    }
}
