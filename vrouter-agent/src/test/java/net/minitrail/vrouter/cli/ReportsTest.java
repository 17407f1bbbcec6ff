package net.minitrail.vrouter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.function.Consumer;
import net.minitrail.net.IpPrefix;
import net.minitrail.vrouter.ComputeNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tools that go on until their reader leaves, counters by core, and what tools change. */
class ReportsTest {
    private final ComputeNode node = new ComputeNode();

    @BeforeEach
    void one_guest_and_the_gateway() {
        node.addGuest("vm1", "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.3");
        node.learn("100.100.100.100/32", 20);
        node.ping(17, 64, "100.100.100.100", "192.168.1.3");
    }

    @Test
    void all_packets_are_counted_by_core_0() {
        String sum = node.run("vif --get 3");
        assertTrue(sum.contains("            RX packets:"), sum);
        assertEquals(
                sum.replace("RX packets", "Core 0 RX packets").replace("TX packets", "Core 0 TX packets"),
                node.run("vif --get 3 --core 0"));
        assertTrue(node.run("vif --get 3 --core 1").contains("""
                            Core 1 RX packets:0  bytes:0 errors:0
                            Core 1 TX packets:0  bytes:0 errors:0
                            Drops:0
                """));
        assertTrue(node.run("dropstats --core 1")
                .startsWith("Statistics for core 1\n\nInvalid IF                    0\n"));
    }

    @Test
    void clear_resets_the_counters_of_one_interface_or_of_all() {
        node.run("vif --clear --id 0");
        String physical = "RX packets:0  bytes:0 errors:0";
        assertTrue(node.run("vif --get 0").contains(physical));
        assertFalse(node.run("vif --get 3").contains(physical));
        node.run("vif --clear --core 1");
        assertFalse(node.run("vif --get 3").contains(physical));
        assertEquals("", node.run("vif --clear"));
        assertTrue(node.run("vif --get 3").contains(physical));
        assertEquals(1, node.exitCode("vif --clear --id 99"));
        assertEquals(1, node.exitCode("vif --clear --list"));
    }

    @Test
    void rates_are_listed_until_the_reader_leaves() {
        String text = read("vif --list --rate", "page.\n");
        assertTrue(text.startsWith("""
                Interface rate statistics
                -------------------------

                Interface name                VIF ID                        RX                            TX                           \s
                                                                      Errors   Packets              Errors   Packets

                Physical:"""), text);
        assertTrue(text.contains("""
                Virtual: tap61af9b59-35       vif0/3                  0        0                    0        0              \s


                """), text);
        assertTrue(text.endsWith("Key 'q' for quit, key 'k' for previous page, key 'j' for next page.\n"), text);
        assertTrue(read("vif --get 3 --rate", "Drops:").contains("            RX packets:0  bytes:0 errors:0\n"));
        assertEquals(
                new VifCounts(10, 1000, 4, 8, 3),
                new VifCounts(25, 2500, 12, 26, 3).rate(new VifCounts(5, 500, 4, 10, 1), 2000));
    }

    @Test
    void the_monitor_prints_each_change_of_a_route() {
        String text = read("rt --monitor", "delete", () -> {
            node.learn("203.0.113.9/32", 21);
            node.learn("203.0.113.9/32", 21);
            node.agent.forget(0, ComputeNode.INSTANCE, IpPrefix.parse("203.0.113.9/32"));
            node.loop.runReady();
        });
        String tunnel = node.run("nh --list | grep Tunnel").substring(3, 12).strip();
        // The same route again is no change.
        String change =
                "{\"operation\":\"%s\",\"family\":\"AF_INET\",\"vrf_id\":2,\"prefix\":32,\"address\":\"203.0.113.9\",\"nh_id\":"
                        + tunnel
                        + ",\"flags\":{\"label_valid\":true, \"arp_proxy\":true, \"arp_trap\":false,\"arp_flood\":false},\"label\":21}\n";
        assertEquals(change.formatted("add") + change.formatted("delete"), text);
    }

    @Test
    void a_flow_drops_and_forwards_as_it_is_told_to() {
        String index = node.run("flow -l --match 100.100.100.100 | grep \"<=>\" | head -n 1")
                .substring(0, 9)
                .strip();
        assertEquals("", node.run("flow -d " + index));
        assertTrue(node.run("flow --get " + index).contains("Drop"), node.run("flow --get " + index));
        assertTrue(node.run("flow -l").contains("Action:D(Unknown), "));
        node.loop.advance(java.time.Duration.ofSeconds(10));
        assertTrue(node.run("flow -l").contains("Action:D(Unknown), "));
        assertEquals("", node.run("flow -f " + index));
        assertFalse(node.run("flow -l").contains("Action:D"));
        assertEquals(1, node.exitCode("flow -d 1"));
        assertEquals("Flow index 629760 is greater than available indices (629759)\n", node.run("flow -i 629760"));
    }

    private String read(String command, String end) {
        return read(command, end, () -> {});
    }

    /** What a tool prints until a piece has {@code end} in it; {@code meanwhile} happens when it first has nothing to say. */
    private String read(String command, String end, Runnable meanwhile) {
        var pieces = new ArrayList<String>();
        boolean[] done = {false};
        Consumer<String> reader = piece -> {
            pieces.add(piece);
            if (piece.isEmpty() && !done[0]) {
                done[0] = true;
                meanwhile.run();
            }
            if (piece.contains(end)) {
                throw new UnsupportedOperationException("nobody reads any more");
            }
        };
        assertThrows(UnsupportedOperationException.class, () -> node.run(command, reader));
        return String.join("", pieces);
    }
}
