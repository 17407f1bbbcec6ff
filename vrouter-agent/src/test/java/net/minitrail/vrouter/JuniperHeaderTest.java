package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.IcmpMessage;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.flow.MirrorMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark's dissector reads what goes before a mirrored frame. Skipped, with a line on the console, where it is missing. */
class JuniperHeaderTest {
    private static final Ipv4Address GUEST = Ipv4Address.parse("4.4.4.3");
    private static final String NETWORK = "default-domain:tim:traffic-net";

    @Test
    void wireshark_reads_network_and_frame_where_the_port_is_set_as_in_the_post(@TempDir Path directory)
            throws Exception {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "tshark")));
        if (!installed) {
            System.err.println("SKIPPED JuniperHeaderTest: tshark is not installed");
        }
        assumeTrue(installed, "tshark is not installed");
        Path capture = directory.resolve("mirror.pcap");
        Files.write(
                capture,
                pcap(List.of(
                        copy(MirrorMetadata.received(NETWORK)),
                        copy(MirrorMetadata.sent(NETWORK)),
                        copy(MirrorMetadata.ofFlow(
                                Ipv4Address.parse("192.168.200.11"),
                                0xa0,
                                true,
                                NETWORK,
                                "default-domain:tim:mirror-net")),
                        copy(MirrorMetadata.NONE))));

        String text = tshark(directory, "-r", capture.toString(), "-o", "juniper.udp.port:8888", "-V");

        assertFalse(text.contains("Malformed"), text);
        assertFalse(text.contains("Incorrect"), text);
        assertEquals(4, text.split("Type: 8 \\(Echo \\(ping\\) request\\)", -1).length - 1, text);
        assertEquals(2, text.split("Src VN: " + NETWORK, -1).length - 1, text);
        assertTrue(text.contains("Dst VN: " + NETWORK), text);
        assertTrue(text.contains("Dst VN: default-domain:tim:mirror-net"), text);
        assertTrue(text.contains("Host IP: 192.168.200.11"), text);
    }

    /** The frame that brings a mirrored echo request to the analyzer. */
    private static byte[] copy(MirrorMetadata metadata) {
        byte[] echo = IcmpMessage.echoRequest(1, 0, new byte[56]).encode();
        byte[] frame = frame(Ipv4Packet.of(Ipv4Packet.ICMP, GUEST, Ipv4Address.parse("4.4.4.4"), 1, echo));
        Ipv4Address analyzer = Ipv4Address.parse("7.7.7.3");
        byte[] datagram = new UdpDatagram(64_035, 8888, metadata.before(frame)).encode(GUEST, analyzer);
        return frame(Ipv4Packet.of(Ipv4Packet.UDP, GUEST, analyzer, 2, datagram));
    }

    private static byte[] frame(Ipv4Packet packet) {
        MacAddress to = MacAddress.parse("02:00:00:00:00:02");
        return new EthernetFrame(to, MacAddress.parse("02:00:00:00:00:01"), EthernetFrame.IPV4, packet.encode())
                .encode();
    }

    /** A classic pcap file with Ethernet frames. */
    private static byte[] pcap(List<byte[]> frames) {
        int size = frames.stream().mapToInt(frame -> 16 + frame.length).sum();
        ByteBuffer file = ByteBuffer.allocate(24 + size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xA1B2_C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0);
        file.putInt(65_535).putInt(1);
        for (byte[] frame : frames) {
            file.putInt(0).putInt(0).putInt(frame.length).putInt(frame.length).put(frame);
        }
        return file.array();
    }

    private static String tshark(Path directory, String... arguments) throws IOException, InterruptedException {
        Path out = directory.resolve("tshark.txt");
        List<String> command =
                Stream.concat(Stream.of("tshark"), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("tshark takes longer than a minute");
        }
        assertEquals(0, process.exitValue());
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
