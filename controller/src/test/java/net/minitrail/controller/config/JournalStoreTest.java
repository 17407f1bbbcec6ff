package net.minitrail.controller.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.minitrail.net.runtime.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStoreTest {
    @TempDir
    Path directory;

    private static String everything(ConfigGraph graph) {
        return graph.all().stream()
                .map(object -> object + " " + object.uuid() + " " + object.properties()
                        + object.references().entrySet().stream()
                                .map(entry -> entry.getKey().uuid() + "=" + entry.getValue())
                                .sorted()
                                .toList())
                .sorted()
                .toList()
                .toString();
    }

    private static void fill(TestConfiguration config) {
        ConfigObject one = config.network("one", "10.0.0.0/24");
        ConfigObject two = config.network("two", "10.0.0.0/24");
        config.address("a", one, "");
        config.port("p1", one);
        config.update(one, "{route_target_list: {route_target: ['target:65500:101']}}");
        config.delete(two);
    }

    @Test
    void comes_back_with_the_same_uuids_addresses_numbers_and_targets() throws IOException {
        // given
        String before;
        try (JournalStore store = JournalStore.open(directory.resolve("store"))) {
            var config = new TestConfiguration(store);
            fill(config);
            before = everything(config.graph());
        }

        // when
        try (JournalStore store = JournalStore.open(directory.resolve("store"))) {
            var config = new TestConfiguration(store);

            // then
            assertEquals(before, everything(config.graph()));

            // and what is free is known: the next address and the next number are not given twice
            ConfigObject one = config.find("virtual-network", "default-domain:default-project:one");
            assertEquals(
                    "10.0.0.4",
                    config.address("b", one, "").property("instance_ip_address").stringValue());
            ConfigObject three = config.network("three", "10.0.0.0/24");
            assertEquals(2, three.property("virtual_network_network_id").intValue());
        }
    }

    @Test
    void cut_off_at_any_octet_it_recovers_a_state_that_once_was_true() throws IOException {
        // given the states after each step, and the file
        Path file = directory.resolve("store");
        try (JournalStore store = JournalStore.open(file)) {
            fill(new TestConfiguration(store));
        }
        byte[] whole = Files.readAllBytes(file);

        // then
        for (int length = 0; length < whole.length; length += 13) {
            Path cut = directory.resolve("cut-" + length);
            Files.write(cut, Arrays.copyOf(whole, length));
            try (JournalStore store = JournalStore.open(cut)) {
                var config = new TestConfiguration(store);
                for (ConfigObject object : config.graph().all()) {
                    assertTrue(config.graph().find(object.uuid()).isPresent());
                }
                config.find("project", "default-domain:default-project");
            }
        }
    }

    @Test
    void refuses_to_start_with_a_flipped_bit() throws IOException {
        Path file = directory.resolve("store");
        try (JournalStore store = JournalStore.open(file)) {
            fill(new TestConfiguration(store));
        }
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length / 2] ^= 1;
        Files.write(file, octets);

        try (JournalStore store = JournalStore.open(file)) {
            var refusal = assertThrows(ConfigException.class, () -> new TestConfiguration(store));
            assertTrue(String.valueOf(refusal.getMessage()).contains("checksum"), refusal.getMessage());
        }
    }

    @Test
    void belongs_to_one_process_at_a_time() throws IOException {
        try (JournalStore store = JournalStore.open(directory.resolve("store"))) {
            assertTrue(Files.exists(directory.resolve("store.lock")), store::toString);
            assertThrows(ConfigException.class, () -> JournalStore.open(directory.resolve("store")));
        }
    }

    @Test
    void a_commit_that_cannot_be_kept_has_not_happened() {
        // given a store that is full after the default objects
        var full = new boolean[1];
        var config = new TestConfiguration(new ConfigStore() {
            @Override
            public void load(ConfigGraph graph) {}

            @Override
            public void append(Commit commit) {
                if (full[0]) {
                    throw new Rejected(503, "the configuration could not be stored: disk full");
                }
            }
        });
        ConfigObject kept = config.network("kept", "10.0.0.0/24");
        String before = everything(config.graph());
        full[0] = true;

        // then creation, change and deletion leave no trace
        for (Runnable change : List.<Runnable>of(
                () -> config.network("lost", "10.0.0.0/24"),
                () -> config.update(kept, "{route_target_list: {route_target: ['target:65500:101']}}"),
                () -> config.delete(kept))) {
            assertEquals(503, TestConfiguration.refusal(change).status());
            assertEquals(before, everything(config.graph()));
        }
        full[0] = false;
        config.delete(config.find("virtual-network", "default-domain:default-project:kept"));
    }
}
