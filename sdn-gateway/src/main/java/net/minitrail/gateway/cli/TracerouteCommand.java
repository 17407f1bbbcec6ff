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
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv6Address;

/** {@code traceroute}, with ICMP echo requests of rising TTL. Runs on the caller's thread, and waits there. */
final class TracerouteCommand {
    private static final int PROBES = 3;
    private static final int SIZE = 40;

    private TracerouteCommand() {}

    static int run(GatewayConfig config, Packets packets, ConfigNode options, Consumer<String> out)
            throws InterruptedException {
        String host = options.valueOf("").orElse("");
        if (host.isEmpty()) {
            out.accept("error: missing mandatory argument: host\n");
            return 1;
        }
        IpAddress destination = IpAddress.parse(host);
        String vrf = options.valueOf("routing-instance").orElse("");
        Optional<IpAddress> source = options.valueOf("source")
                .map(IpAddress::parse)
                .filter(given -> given.isV4() == destination.isV4())
                .or(() -> packets.sourceFor(vrf, destination));
        int most = options.valueOf("ttl").map(Integer::valueOf).orElse(30);
        IpAddress unknown = destination.isV4() ? config.routerId() : Ipv6Address.ANY;
        String from = source.orElse(unknown).toString();
        out.accept(
                destination.isV4()
                        ? "traceroute to %s (%s), %d hops max, 52 byte packets\n".formatted(host, host, most)
                        : "traceroute6 to %s (%s) from %s, %d hops max, 12 byte packets\n"
                                .formatted(host, host, from, most));
        int identifier = ThreadLocalRandom.current().nextInt(1, 65536);
        for (int ttl = 1; ttl <= most; ttl++) {
            out.accept("%2d ".formatted(ttl));
            String before = "";
            boolean there = false;
            for (int probe = 0; probe < PROBES; probe++) {
                Packets.Echo echo =
                        probe(packets, vrf, source.orElse(unknown), destination, identifier, ttl * PROBES + probe, ttl);
                there |= echo.outcome() == Packets.Outcome.REPLY || echo.outcome() == Packets.Outcome.NO_ROUTE;
                String hop = echo.from().toString();
                boolean heard = echo.outcome() != Packets.Outcome.LOST && echo.outcome() != Packets.Outcome.NO_ROUTE;
                out.accept(
                        !heard
                                ? " *"
                                : (hop.equals(before) ? "" : " " + hop + " (" + hop + ")")
                                        + String.format(Locale.ROOT, "  %.3f ms", echo.nanos() / 1e6));
                before = heard ? hop : before;
            }
            out.accept("\n");
            if (there) {
                return 0;
            }
        }
        return 1;
    }

    private static Packets.Echo probe(
            Packets packets, String vrf, IpAddress source, IpAddress destination, int id, int sequence, int ttl)
            throws InterruptedException {
        try {
            return packets.echo(vrf, source, destination, id, sequence, SIZE, ttl, Duration.ofSeconds(1))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a probe could not be sent", e.getCause());
        }
    }
}
