package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Prefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dissector that others wrote reads what we write. Skipped, with a line on the console, where tshark is missing. */
class TsharkTest {
    private static final RouteDistinguisher RD = RouteDistinguisher.parse("192.168.100.3:7");

    private final CodecOptions options = UpdateOctets.internal();
    private final List<byte[]> messages = new ArrayList<>();

    @Test
    void dissects_every_message_without_a_malformed_one(@TempDir Path directory) throws Exception {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "tshark")));
        if (!installed) {
            System.err.println("SKIPPED TsharkTest: tshark is not installed");
        }
        assumeTrue(installed, "tshark is not installed");
        writeMessages();

        Path capture = directory.resolve("bgp.pcap");
        Files.write(capture, pcap());
        String text =
                tshark("-r", capture.toString(), "-d", "tcp.port==1179,bgp", "-V", "-o", "tcp.check_checksum:FALSE");

        assertFalse(text.contains("Malformed"), text);
        assertFalse(text.contains("Expert Info (Error"), text);
        assertEquals(messages.size(), text.split("Border Gateway Protocol - ", -1).length - 1, text);
        assertTrue(text.contains("Label Stack: 4660 (bottom)"), text);
        assertTrue(text.contains("Route Distinguisher: 192.168.100.3:7"), text);
        assertTrue(text.contains("IPv4 prefix: 10.1.240.0"), text);
        assertTrue(text.contains("Route Target: 65500:101"), text);
    }

    private void writeMessages() {
        add(new Open(
                200_000,
                90,
                0x0A000001,
                ImmutableList.of(
                        Capability.Multiprotocol.of(AddressFamily.VPN_IPV4),
                        new Capability.RouteRefreshable(),
                        new Capability.EnhancedRouteRefresh(),
                        new Capability.ExtendedMessages(),
                        new Capability.FourOctetAs(200_000),
                        new Capability.GracefulRestart(
                                false,
                                true,
                                120,
                                ImmutableList.of(new Capability.GracefulRestart.Family(1, 128, true))))));
        add(Keepalive.INSTANCE);
        add(RouteRefresh.begin(AddressFamily.VPN_IPV4));
        add(Notification.shutdown(ErrorCode.ADMINISTRATIVE_SHUTDOWN, "see you"));
        for (AddressFamily family : AddressFamily.values()) {
            add(Update.endOfRib(family));
        }
        for (Route route : routes()) {
            add(Update.announcing(route.nlri().family(), attributes(), route));
            add(Update.withdrawing(route.nlri()));
        }
    }

    private static List<Route> routes() {
        return List.of(
                Route.of(UnicastPrefix.parse("10.1.240.0/20")),
                Route.of(UnicastPrefix.parse("fd00:1::/37")),
                Route.of(VpnIpv4Prefix.parse("192.168.100.3:7:10.1.240.0/20"), LabelStack.of(4660)),
                Route.of(VpnIpv6Prefix.of(RD, Ipv6Prefix.parse("fd00:1::/37")), LabelStack.of(0xFFFFF)),
                Route.of(RouteTargetMembership.of(65500, RouteTarget.parse("target:65500:101"))),
                Route.of(RouteTargetMembership.DEFAULT),
                Route.of(
                        new EvpnMacIp(RD.value(), 0, 0x02aaf088f065L, IpAddress.parse("192.168.1.3")),
                        EvpnDetails.mpls(4660)),
                Route.of(
                        new EvpnInclusiveMulticast(RD.value(), 0, IpAddress.parse("192.168.100.3")),
                        EvpnDetails.NOTHING),
                Route.of(new EvpnIpPrefix(RD.value(), 0, IpPrefix.parse("10.1.240.0/20")), EvpnDetails.vxlan(50_000)));
    }

    private static PathAttributes attributes() {
        return PathAttributes.builder()
                .nextHop(IpAddress.parse("192.168.100.3"))
                .asPath(AsPath.of(65_500, 200_000).plusSet(1, 2))
                .med(100)
                .localPref(200)
                .atomicAggregate(true)
                .aggregator(new Aggregator(200_000, Ipv4Address.parse("10.0.0.1")))
                .originatorId(Ipv4Address.parse("10.0.0.2"))
                .clusterList(ClusterList.of(0x0A000003))
                .communities(Communities.of(Community.NO_EXPORT, Community.of(65500, 1)))
                .extendedCommunities(ExtendedCommunities.ofTargets(RouteTarget.parse("target:65500:101"))
                        .with(ExtendedCommunity.encapsulation(ExtendedCommunity.MPLS_OVER_UDP))
                        .with(ExtendedCommunity.macMobility(1, true)))
                .pmsi(PmsiTunnel.ingressReplication(4660, IpAddress.parse("192.168.100.3")))
                .aigp(OptionalLong.of(7))
                .largeCommunities(new LargeCommunity(200_000, 1, 2))
                .build();
    }

    private void add(BgpMessage message) {
        ByteBuf out = Unpooled.buffer();
        BgpEncoder.encode(message, options, out);
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        messages.add(octets);
    }

    /** One TCP segment a message, from port 1179, as raw IPv4 packets. */
    private byte[] pcap() {
        ByteBuf file = Unpooled.buffer();
        file.writeInt(0xA1B2_C3D4)
                .writeShort(2)
                .writeShort(4)
                .writeLong(0)
                .writeInt(65_535)
                .writeInt(101);
        int sequence = 1;
        for (byte[] message : messages) {
            int length = 40 + message.length;
            file.writeLong(0).writeInt(length).writeInt(length);
            file.writeInt(0x4500_0000 | length)
                    .writeInt(0)
                    .writeInt(0x4006_0000)
                    .writeInt(0x7F01_0001)
                    .writeInt(0x7F01_0002);
            file.writeShort(1179).writeShort(40_000).writeInt(sequence).writeInt(1);
            file.writeShort(0x5018).writeShort(0xFFFF).writeInt(0);
            file.writeBytes(message);
            sequence += message.length;
        }
        byte[] octets = new byte[file.readableBytes()];
        file.readBytes(octets);
        return octets;
    }

    private static String tshark(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("tshark", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream input = process.getOutputStream()) {
                input.flush();
            }
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "tshark did not end");
            assertEquals(0, process.exitValue());
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            Files.delete(output);
        }
    }
}
