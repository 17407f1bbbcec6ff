package net.minitrail.vrouter.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.minitrail.net.MacAddress;
import org.junit.jupiter.api.Test;

class BridgeTableTest {
    private final BridgeTable table = new BridgeTable(new NextHopTable());

    @Test
    void indexes_are_first_slots_of_buckets_in_ascending_order_and_never_shared() {
        for (int i = 0; i < 2000; i++) {
            table.put(i % 7, new MacAddress(0x0200_0000_0000L + i), 1, -1, false);
        }
        int before = -4;
        for (BridgeTable.Entry entry : table.entries()) {
            assertEquals(0, entry.index() % 4);
            assertTrue(entry.index() > before && entry.index() < 262_144);
            before = entry.index();
        }
    }

    @Test
    void a_replaced_entry_keeps_its_slot_and_its_count() {
        var mac = MacAddress.parse("02:aa:f0:88:f0:65");
        table.put(7, mac, 1, -1, false);
        BridgeTable.Entry first = table.get(7, mac);
        assertNotNull(first);
        first.hit();

        table.put(7, mac, 3, 57, true);

        BridgeTable.Entry second = table.get(7, mac);
        assertNotNull(second);
        assertEquals(first.index(), second.index());
        assertEquals(1, second.packets());
        table.clear(7);
        assertNull(table.get(7, mac));
    }
}
