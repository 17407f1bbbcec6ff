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

    private OwnedProcess sleeper(LabDirectory directory) throws IOException {
        directory.create();
        Spawner.start(
                List.of("sleep", "60"),
                directory.pidFile("n"),
                directory.log("n"),
                directory.path(),
                ImmutableMap.of());
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
