package net.minitrail.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.LabReader;
import org.junit.jupiter.api.Test;

class GobgpConfigTest {
    private static final Lab LAB = LabReader.read(Path.of("labs/gobgp-gateway.yml"));
    private static final LabNode GOBGP = Objects.requireNonNull(LAB.nodes().get("gobgp-gw"));

    @Test
    void the_file_names_the_controller_by_its_transport_address() {
        String text = GobgpConfig.text(LAB, GOBGP, TransportPlan.of(LAB, 9));

        assertTrue(text.contains("neighbor-address = \"127.9.100.2\""), text);
        assertTrue(text.contains("router-id = \"192.168.100.1\""), text);
        assertTrue(text.contains("import-rt-list = [\"65500:101\"]"), text);
    }

    @Test
    void routes_are_announced_with_label_target_and_protocol_next_hop() {
        assertEquals(
                List.of(List.of(
                        "global",
                        "rib",
                        "add",
                        "-a",
                        "vpnv4",
                        "100.100.100.100/32",
                        "label",
                        "20",
                        "rd",
                        "192.168.100.1:1",
                        "rt",
                        "65500:101",
                        "nexthop",
                        "192.168.100.1")),
                GobgpConfig.announcements(GOBGP));
    }
}
