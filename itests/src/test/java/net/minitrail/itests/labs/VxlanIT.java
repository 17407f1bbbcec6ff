package net.minitrail.itests.labs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Wireshark's dissector says of VXLAN on three compute nodes. */
class VxlanIT {
    private static final String LAB =
            Launcher.root().resolve("docs/examples/vxlan.yml").toString();

    @TempDir
    private Path state;

    @AfterEach
    void leave_nothing_running() {
        new Launcher(state).downAll();
    }

    @Test
    void tshark_reads_frames_in_vxlan_without_a_malformed_packet() throws Exception {
        Tshark.need();
        var launcher = new Launcher(state);
        launcher.data("up", LAB, "--timeout", "2m");
        var tshark = new Tshark(state.resolve("vxlan.pcapng"));
        Process capture = launcher.start(
                "capture", "compute-1:eth1", "-w", tshark.capture().toString());
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        launcher.run("exec", "vm1", "ping -c 1 192.168.1.4");
                        return tshark.fields("icmp.type == 0 && vxlan", "vxlan.vni")
                                        .size()
                                >= 2;
                    });
        } finally {
            capture.destroy();
            capture.waitFor();
        }

        assertEquals(List.of(), tshark.fields("_ws.malformed", "frame.number"));
        List<String> requests = tshark.fields("icmp.type == 8", "vxlan.vni", "udp.dstport", "ip.src");
        assertTrue(requests.stream().allMatch("70000\t4789\t192.168.100.3,192.168.1.3"::equals), requests::toString);
    }
}
