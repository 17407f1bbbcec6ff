package net.minitrail.bgp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.runtime.VirtualTimeLoop;
import org.junit.jupiter.api.Test;

class UpdateHandoffTest {
    private static final Update MESSAGE = Update.endOfRib(AddressFamily.VPN_IPV4);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final VirtualTimeLoop routing = new VirtualTimeLoop();
    private final List<BgpMessage> seen = new ArrayList<>();
    private final UpdateHandoff handoff = new UpdateHandoff(channel, routing, seen::add);

    @Test
    void what_one_read_brought_crosses_together_and_in_order() {
        Update last = Update.endOfRib(AddressFamily.EVPN);
        handoff.add(MESSAGE);
        handoff.add(last);
        routing.runReady();
        assertTrue(seen.isEmpty(), "nothing crosses before the read is complete");

        handoff.flush();
        assertEquals(2, handoff.pending());
        routing.runReady();

        assertEquals(List.of(MESSAGE, last), seen);
        assertEquals(0, handoff.pending());
    }

    @Test
    void a_routing_loop_that_falls_behind_stops_the_reading_until_it_has_caught_up() {
        for (int i = 0; i < 5000; i++) {
            handoff.add(MESSAGE);
        }
        handoff.flush();
        assertTrue(handoff.isPaused());

        routing.runReady();
        channel.runPendingTasks();

        assertEquals(5000, seen.size());
        assertFalse(handoff.isPaused());
    }
}
