package net.minitrail.gateway.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import net.minitrail.gateway.forwarding.Packets;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.routing.GatewayConfig;
import net.minitrail.net.Ipv4Address;

/** {@code traceroute}, with ICMP echo requests of rising TTL. Runs on the caller's thread, and waits there. */
final class TracerouteCommand {
    private static final int PROBES = 3;
    private static final int SIZE = 40;

    private TracerouteCommand() {}

    static int run(GatewayConfig config, Packets packets, ConfigNode options, Consumer<String> out)
            throws InterruptedException {
        String host = options.valueOf("").orElse("");
        if (host.isEmpty() || host.indexOf(':') >= 0) {
            out.accept("error: missing mandatory argument: host\n");
            return 1;
        }
        Ipv4Address destination = Ipv4Address.parse(host);
        String vrf = options.valueOf("routing-instance").orElse("");
        Optional<Ipv4Address> source =
                options.valueOf("source").map(Ipv4Address::parse).or(() -> packets.sourceFor(vrf, destination));
        int most = options.valueOf("ttl").map(Integer::valueOf).orElse(30);
        out.accept("traceroute to %s (%s), %d hops max, 52 byte packets\n".formatted(host, host, most));
        int identifier = ThreadLocalRandom.current().nextInt(1, 65536);
        for (int ttl = 1; ttl <= most; ttl++) {
            out.accept("%2d ".formatted(ttl));
            String before = "";
            boolean there = false;
            for (int probe = 0; probe < PROBES; probe++) {
                Packets.Echo echo = probe(
                        packets,
                        vrf,
                        source.orElse(config.routerId()),
                        destination,
                        identifier,
                        ttl * PROBES + probe,
                        ttl);
                there |= echo.outcome() == Packets.Outcome.REPLY || echo.outcome() == Packets.Outcome.NO_ROUTE;
                String from = echo.from().toString();
                boolean heard = echo.outcome() != Packets.Outcome.LOST && echo.outcome() != Packets.Outcome.NO_ROUTE;
                out.accept(
                        !heard
                                ? " *"
                                : (from.equals(before) ? "" : " " + from + " (" + from + ")")
                                        + String.format(Locale.ROOT, "  %.3f ms", echo.nanos() / 1e6));
                before = heard ? from : before;
            }
            out.accept("\n");
            if (there) {
                return 0;
            }
        }
        return 1;
    }

    private static Packets.Echo probe(
            Packets packets, String vrf, Ipv4Address source, Ipv4Address destination, int id, int sequence, int ttl)
            throws InterruptedException {
        try {
            return packets.echo(vrf, source, destination, id, sequence, SIZE, ttl, Duration.ofSeconds(1))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a probe could not be sent", e.getCause());
        }
    }
}
