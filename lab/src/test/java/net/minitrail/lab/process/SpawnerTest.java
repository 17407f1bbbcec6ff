package net.minitrail.lab.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerTest {
    @TempDir
    private Path home;

    private static Process start(LabDirectory directory, String... command) throws IOException {
        directory.create();
        return Spawner.start(
                List.of(command), directory.pidFile("n"), directory.log("n"), directory.path(), ImmutableMap.of());
    }

    private static OwnedProcess sleeper(LabDirectory directory) throws IOException {
        start(directory, "sleep", "60");
        return known(directory);
    }

    private static OwnedProcess known(LabDirectory directory) {
        await().until(() -> directory.processes().containsKey("n"));
        return Objects.requireNonNull(directory.processes().get("n"));
    }

    @Test
    void a_process_is_known_by_number_and_start_time() throws IOException {
        OwnedProcess process = sleeper(new StateRoot(home).lab("a"));

        assertTrue(process.isAlive());
        assertFalse(new OwnedProcess(process.pid(), "1").isAlive(), "another process with this number");
        new OwnedProcess(process.pid(), "1").signal("KILL");
        assertTrue(process.isAlive());
        process.signal("KILL");
        await().until(() -> !process.isAlive());
    }

    @Test
    void a_process_that_is_let_go_stays_and_one_that_ends_is_seen_to_end() throws IOException, InterruptedException {
        LabDirectory directory = new StateRoot(home).lab("a");
        Process watch = start(directory, "sleep", "60");
        OwnedProcess process = known(directory);
        Spawner.letGo(watch);

        assertTrue(watch.waitFor() > 128);
        assertTrue(process.isAlive());
        process.signal("KILL");

        assertEquals(3, start(directory, "sh", "-c", "exit 3").waitFor());
    }

    @Test
    void the_guard_ends_what_a_dead_launcher_started() throws IOException {
        LabDirectory directory = new StateRoot(home).lab("a");
        OwnedProcess process = sleeper(directory);
        Process guard = Spawner.guard(directory);
        guard.getOutputStream().close();

        await().until(() -> !process.isAlive() && !Files.exists(directory.path()));
    }

    @Test
    void the_guard_keeps_what_it_is_told_to_keep() throws IOException, InterruptedException {
        LabDirectory directory = new StateRoot(home).lab("a");
        OwnedProcess process = sleeper(directory);
        Process guard = Spawner.guard(directory);
        try (var word = guard.outputWriter()) {
            word.write("keep\n");
        }

        assertEquals(0, guard.waitFor());
        assertTrue(process.isAlive());
        assertTrue(new LabStopper(new StateRoot(home)).down("a"));
        assertFalse(process.isAlive());
        assertFalse(Files.exists(directory.path()));
    }
}
