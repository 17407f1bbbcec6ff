package net.minitrail.itests.labs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.minitrail.lab.process.Netns;
import net.minitrail.lab.process.Programs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first lab on real interfaces, watched by the real tcpdump. */
class NetnsWiringIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "netns-wiring-it";
    private static final String COMPUTE = "mt-" + NAME + "-compute-1";

    @TempDir
    private Path state;

    private Launcher launcher = new Launcher(Path.of("."));
    private Path lab = Path.of(".");
    private List<String> before = List.of();

    @BeforeEach
    void write_the_lab_with_the_other_wiring() throws IOException {
        String lacking = Netns.lacking();
        assumeTrue(lacking.isEmpty(), "SKIPPED: netns wiring needs " + lacking);
        String text = Files.readString(Launcher.root().resolve("lab/labs/bring-vms-outside-the-dc.yml"));
        lab = Files.writeString(
                state.resolve("netns.yml"), text.replaceFirst("(?m)^name: .*$", "name: " + NAME + "\nwiring: netns"));
        launcher = new Launcher(state);
        before = onTheMachine();
    }

    @AfterEach
    void leave_nothing_running() {
        launcher.downAll();
    }

    @Test
    void every_step_passes_and_nothing_stays() throws IOException {
        Launcher.Result result = launcher.run("run", lab.toString(), "--slow-factor", "4");

        assertEquals(0, result.exit(), result::toString);
        assertEquals(before, onTheMachine());
        assertFalse(launcher.anyProcess());
    }

    @Test
    void tcpdump_sees_gre_with_both_labels_between_the_labs_addresses() throws IOException {
        boolean required = Boolean.getBoolean("minitrail.require-peers");
        assumeTrue(required || Programs.find("tcpdump").isPresent(), "SKIPPED: tcpdump is not installed");
        launcher.data("up", lab.toString(), "--timeout", "2m");
        Path seen = state.resolve("seen.txt");
        Path said = state.resolve("said.txt");
        Process tcpdump = new ProcessBuilder(
                        "ip", "netns", "exec", COMPUTE, "tcpdump", "-nn", "-l", "-i", "eth1", "proto", "gre")
                .redirectOutput(seen.toFile())
                .redirectError(said.toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> Files.readString(said).contains("listening on eth1"));
            Launcher.Result ping = launcher.run(
                    "exec", "sdn-gw", "ping routing-instance test_vn 192.168.1.3 source 100.100.100.100 rapid count 1");
            assertTrue(ping.out().contains("1 packets received, 0% packet loss"), ping::toString);
            await().atMost(PATIENCE).until(() -> Files.readAllLines(seen).size() >= 2);
        } finally {
            tcpdump.destroy();
        }
        List<String> lines = Files.readAllLines(seen);
        assertLine(
                "IP 192.168.100.1 > 192.168.100.3: GREv0, length 92: MPLS \\(label 17, \\w+ 0, \\[S], ttl 64\\) "
                        + "IP 100.100.100.100 > 192.168.1.3: ICMP echo request, id \\d+, seq 0, length 64",
                lines.get(0));
        assertLine(
                "IP 192.168.100.3 > 192.168.100.1: GREv0, length 92: MPLS \\(label 20, \\w+ 0, \\[S], ttl 63\\) "
                        + "IP 192.168.1.3 > 100.100.100.100: ICMP echo reply, id \\d+, seq 0, length 64",
                lines.get(1));
        assertEquals(0, launcher.run("down").exit());
        assertEquals(before, onTheMachine());
    }

    @Test
    void a_launcher_that_is_killed_on_the_way_leaves_nothing() throws IOException {
        Process up = launcher.start("up", lab.toString());
        await().atMost(PATIENCE).until(() -> Files.exists(Path.of("/run/netns", COMPUTE)));
        up.destroyForcibly();

        await().atMost(PATIENCE).until(() -> onTheMachine().equals(before) && !launcher.anyProcess());
    }

    @Test
    void a_namespace_of_somebody_else_is_left_alone() throws IOException {
        ip("netns", "add", COMPUTE);
        try {
            List<String> theirs = onTheMachine();
            Launcher.Result result = launcher.run("up", lab.toString());

            assertEquals(5, result.exit(), result::toString);
            assertTrue(result.err().contains(COMPUTE), result::toString);
            assertEquals(theirs, onTheMachine());
        } finally {
            ip("netns", "del", COMPUTE);
        }
    }

    private static void assertLine(String pattern, String line) {
        assertTrue(line.matches("\\S+ " + pattern), line);
    }

    /** The namespaces of this lab, for other labs may come and go, and the interfaces outside of all namespaces. */
    private static List<String> onTheMachine() throws IOException {
        String links = ip("-o", "link").replaceAll("(?m)^\\d+: ([^:]+):.*$", "$1");
        String namespaces = ip("netns", "list")
                .lines()
                .filter(line -> line.startsWith("mt-" + NAME))
                .map(line -> line.replaceAll(" \\(id: \\d+\\)", ""))
                .collect(Collectors.joining(" "));
        return List.of(namespaces, links);
    }

    private static String ip(String... words) throws IOException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        Process ip = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
