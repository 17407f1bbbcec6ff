package net.minitrail.net.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

class RuntimeTest {

    @Test
    void batch_end_runs_once_after_all_that_waited() {
        assertEquals(List.of("task 0", "task 1", "task 2", "announce"), batch(() -> 0));
    }

    @Test
    void a_batch_ends_after_two_milliseconds_though_more_is_waiting() {
        var clock = new AtomicLong();

        assertEquals(
                List.of("task 0", "task 1", "announce", "task 2", "announce"), batch(() -> clock.getAndAdd(1_000_000)));
    }

    private static List<String> batch(LongSupplier clock) {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        try (var loop = new ThreadRoutingLoop("test", clock)) {
            Runnable announce = () -> log.add("announce");
            for (int i = 0; i < 3; i++) {
                int n = i;
                loop.execute(() -> {
                    log.add("task " + n);
                    loop.atBatchEnd(announce);
                });
            }
            loop.start();
            await().atMost(Duration.ofSeconds(5))
                    .until(() ->
                            log.contains("task 2") && log.get(log.size() - 1).equals("announce"));
        }
        return log;
    }

    @Test
    void who_finds_the_loop_idle_runs_a_small_task_and_the_end_of_its_batch() {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        try (var loop = new ThreadRoutingLoop("test").start()) {
            loop.executeOrRun(() -> {
                log.add("task in " + Thread.currentThread().getName() + " " + loop.inLoop());
                loop.execute(() -> log.add("later in " + Thread.currentThread().getName()));
                loop.atBatchEnd(() -> log.add("announce"));
            });

            String here = Thread.currentThread().getName();
            assertEquals(
                    List.of("task in " + here + " true", "announce"),
                    List.copyOf(log).subList(0, 2)); // a copy, since the loop adds to it
            assertFalse(loop.inLoop());
            await().atMost(Duration.ofSeconds(5)).until(() -> log.contains("later in test"));
        }
    }

    @Test
    void a_task_waits_for_those_before_it() throws InterruptedException {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        var busy = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        try (var loop = new ThreadRoutingLoop("test").start()) {
            loop.execute(() -> {
                Uninterruptibles.awaitUninterruptibly(busy);
                log.add("first");
            });
            loop.executeOrRun(
                    () -> log.add("second in " + Thread.currentThread().getName()));
            loop.execute(done::countDown);
            assertEquals(List.of(), log);

            busy.countDown();

            assertTrue(done.await(5, TimeUnit.SECONDS));
            assertEquals(List.of("first", "second in test"), log);
        }
    }

    /** Each of many threads adds to a number that nothing guards but the loop. */
    @Test
    void tasks_run_one_at_a_time_whoever_runs_them() throws InterruptedException {
        var sum = new int[1];
        var ran = new CountDownLatch(4 * 20_000);
        try (var loop = new ThreadRoutingLoop("test").start()) {
            Runnable task = () -> {
                sum[0]++;
                ran.countDown();
            };
            for (int thread = 0; thread < 4; thread++) {
                boolean may = thread % 2 == 0;
                new Thread(() -> {
                            for (int i = 0; i < 20_000; i++) {
                                if (may) {
                                    loop.executeOrRun(task);
                                } else {
                                    loop.execute(task);
                                }
                            }
                        })
                        .start();
            }
            assertTrue(ran.await(20, TimeUnit.SECONDS));
            assertEquals(80_000, sum[0]);
        }
    }

    @Test
    void an_error_in_a_task_stops_the_loop_whoever_runs_it() {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, error) -> log.add(thread.getName() + ": " + error.getMessage()));
        try (var loop = new ThreadRoutingLoop("test").start()) {
            loop.executeOrRun(() -> {
                throw new IllegalStateException("half a change");
            });
            loop.executeOrRun(() -> log.add("never"));

            assertEquals(List.of("test: half a change"), log);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void timers_fire_while_others_run_tasks() {
        var fired = new AtomicLong();
        try (var loop = new ThreadRoutingLoop("test").start()) {
            loop.schedule(Duration.ofMillis(5), fired::incrementAndGet);
            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        loop.executeOrRun(() -> {});
                        return fired.get() == 1;
                    });
        }
    }

    @Test
    void timers_fire_in_order_and_not_when_cancelled() {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        try (var loop = new ThreadRoutingLoop("test").start()) {
            loop.schedule(Duration.ofMillis(30), () -> log.add("late"));
            loop.schedule(Duration.ofMillis(1), () -> log.add("never")).cancel();
            loop.schedule(Duration.ofMillis(2), () -> log.add("early"));
            await().atMost(Duration.ofSeconds(5)).until(() -> log.contains("late"));
            assertEquals(List.of("early", "late"), log);
        }
    }

    @Test
    void virtual_time_moves_only_when_told() {
        var loop = new VirtualTimeLoop();
        var log = new ArrayList<Long>();
        loop.schedule(Duration.ofSeconds(2), () -> {
            log.add(loop.nanoTime());
            loop.schedule(Duration.ofSeconds(3), () -> log.add(loop.nanoTime()));
        });
        loop.advance(Duration.ofSeconds(4));
        assertEquals(List.of(2_000_000_000L), log);
        loop.advance(Duration.ofSeconds(1));
        assertEquals(List.of(2_000_000_000L, 5_000_000_000L), log);
    }

    record Sample(
            Ipv4Address address,
            @Nullable Duration holdTime,
            List<RouteTarget> routeTargets,
            Map<Ipv4Address, Ipv4Address> underlay) {
        Sample {
            if (address.value() == 0) {
                throw new ConfigException("address", "0.0.0.0 is nobody's address");
            }
        }
    }

    /** Every kind of component. */
    record Kinds(
            boolean on,
            int count,
            @Nullable Long big,
            @Nullable Integer none,
            @Nullable Sample sample,
            Short form) {
        record Short(String text) {
            public static Short parse(String text) {
                return new Short(text + "!");
            }
        }
    }

    @Test
    void reads_every_kind_of_component_and_leaves_out_what_is_left_out() {
        Kinds all = NodeConfig.read(
                "a.yml",
                "{on: true, count: -3, big: 9999999999, none: null, sample: {address: 1.2.3.4}, form: x}",
                Kinds.class);

        assertEquals(
                new Kinds(
                        true,
                        -3,
                        9_999_999_999L,
                        null,
                        NodeConfig.read("b.yml", "address: 1.2.3.4", Sample.class),
                        new Kinds.Short("x!")),
                all);
        assertEquals(
                new Kinds(false, 0, null, null, null, new Kinds.Short("x")),
                NodeConfig.read("a.yml", "form: {text: x}", Kinds.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "on: yes          | on: found 'yes' (expected: true or false)",
                "count: many      | count: found 'many' (expected: a whole number)",
                "count: 1.5       | count: found '1.5' (expected: a whole number)",
                "count: 4294967296 | count: 4294967296 is not in -2147483648..2147483647",
                "count:           | count: found nothing (expected: a plain value)",
                "sample: {address: 0.0.0.0} | 1:10: sample: address: 0.0.0.0 is nobody's address",
            })
    void says_which_component_is_wrong(String text, String what) {
        var error = assertThrows(ConfigException.class, () -> NodeConfig.read("a.yml", text, Kinds.class));
        assertTrue(String.valueOf(error.getMessage()).startsWith("a.yml:1:"), error.getMessage());
        assertTrue(String.valueOf(error.getMessage()).endsWith(what), error.getMessage());
    }

    @Test
    void json_comes_back_as_it_was() {
        String text = "{\"a\":[1,-2.5,true,null,\"\\\"\\n\u00e9\"],\"b\":{\"c\":9999999999}}";

        assertEquals(text, Json.text(Json.parse(text)));
        assertEquals(Map.of(), Json.parse(" "));
        assertEquals(Map.of(), Json.parse("{\"a\":null}"));
        assertThrows(JacksonException.class, () -> Json.parse("{} {}"));
        assertThrows(JacksonException.class, () -> Json.parse("[".repeat(100_000)));
        assertThrows(IllegalArgumentException.class, () -> Json.text(new Object()));
    }

    @Test
    void reads_records_with_values_of_the_field() {
        var sample = NodeConfig.read("a.yml", """
                address: 192.168.100.2
                hold-time: 90
                route-targets: [target:65500:101]
                underlay: {192.168.100.1: 127.1.0.1}
                """, Sample.class);
        assertEquals(Duration.ofSeconds(90), sample.holdTime());
        assertEquals("target:65500:101", sample.routeTargets().get(0).toString());
        assertEquals(
                "127.1.0.1",
                sample.underlay().get(Ipv4Address.parse("192.168.100.1")).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "adress: 1.2.3.4                       | a.yml:1:1 | did you mean 'address'",
                "address: 1.2.3                        | a.yml:1:  | '1.2.3' is not an IPv4 address",
                "{address: 0.0.0.0, bogus: 1}          | a.yml:1:20 | unknown key 'bogus'",
                "address: 0.0.0.0                      | a.yml:1:  | nobody's address",
                "{address: 1.2.3.4, address: 1.2.3.5}  | a.yml:1:20 | duplicate key 'address'",
                "{address: 1.2.3.4, route-targets: [x]} | a.yml:1:36 | route-targets[0]",
                "{address: 1.2.3.4, route-targets: {}} | a.yml:1:35 | route-targets: found a map (expected: a list)",
                "{address: [1.2.3.4]}                  | a.yml:1:11 | address: found a list (expected: a plain value)",
                "{address: 1.2.3.4, underlay: x}       | a.yml:1:30 | underlay: found 'x' (expected: a map)",
                "{address: 1.2.3.4, underlay: {x: 1.2.3.4}} | a.yml:1:31 | underlay: 'x' is not an IPv4 address",
                "{address: 1.2.3.4, underlay: {1.2.3.4: 1.2.3.4, 1.2.3.4: 1.2.3.5}} | a.yml:1:49 | duplicate key",
                "{hold-time: 5}                        | a.yml:1:1 | key 'address' is missing",
                "{address: &a 1.2.3.4, hold-time: *a}  | a.yml:1:34 | hold-time: an alias is not taken here",
                "[]                                    | a.yml:1:1 | found a list (expected: a map)",
                "address: [                            | a.yml:    | ",
                "# nothing                             | a.yml:1:1 | the file is empty",
                "{address: 1.2.3.4} --- {}             | a.yml:    | ",
            })
    void says_where_and_what_is_wrong(String text, String where, @Nullable String what) {
        var error = assertThrows(ConfigException.class, () -> NodeConfig.read("a.yml", text, Sample.class));
        assertTrue(String.valueOf(error.getMessage()).startsWith(where.strip()), error.getMessage());
        assertTrue(String.valueOf(error.getMessage()).contains(what == null ? "" : what), error.getMessage());
    }
}
