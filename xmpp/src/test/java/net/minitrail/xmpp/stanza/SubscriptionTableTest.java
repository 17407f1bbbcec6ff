package net.minitrail.xmpp.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import net.minitrail.xmpp.stanza.AgentRequest.Subscribe;
import org.junit.jupiter.api.Test;

class SubscriptionTableTest {
    private final SubscriptionTable table = new SubscriptionTable();
    private final Subscribe blue = new Subscribe("blue", 1, false);

    @Test
    void a_second_subscription_is_a_reason_to_close() {
        assertEquals(Optional.empty(), table.subscribe(blue));
        assertEquals(Optional.of("duplicate subscribe to blue"), table.subscribe(blue));
    }

    @Test
    void so_is_an_unsubscribe_or_a_route_without_one() {
        assertTrue(table.unsubscribe("blue").isPresent());
        assertTrue(table.route("blue").isPresent());

        assertEquals(Optional.empty(), table.subscribe(blue));
        assertEquals(Optional.empty(), table.route("blue"));
        assertEquals(Set.of("blue"), table.instances());
        assertEquals(Optional.empty(), table.unsubscribe("blue"));
        assertTrue(table.route("blue").isPresent(), "after the unsubscribe");
    }
}
