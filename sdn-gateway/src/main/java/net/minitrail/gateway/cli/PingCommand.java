package net.minitrail.gateway.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.gateway.forwarding.Packets;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.routing.GatewayConfig;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv6Address;

/** {@code ping}: real echo requests, printed as they are answered. Runs on the caller's thread, and waits there. */
final class PingCommand {
    private final Packets packets;
    private final Consumer<String> out;
    private final ConfigNode options;
    private final IpAddress destination;
    private final PingText text;
    private final String vrf;
    private final boolean rapid;
    private final int size;
    private final List<Double> times = new ArrayList<>();
    private int sent;

    private PingCommand(Packets packets, ConfigNode options, IpAddress destination, Consumer<String> out) {
        this.packets = packets;
        this.options = options;
        this.destination = destination;
        this.text = PingText.of(destination);
        this.out = out;
        this.vrf = options.valueOf("routing-instance").orElse("");
        this.rapid = options.has("rapid");
        this.size = options.valueOf("size").map(Integer::valueOf).orElse(text.defaultSize());
    }

    /** Pings, and answers the exit code: 0 if anything came back. */
    static int run(GatewayConfig config, Packets packets, ConfigNode options, Consumer<String> out)
            throws InterruptedException {
        String host = options.valueOf("").orElse("");
        boolean six = host.indexOf(':') >= 0;
        if (host.isEmpty() || options.has(six ? "inet" : "inet6")) {
            out.accept(
                    host.isEmpty()
                            ? "error: missing mandatory argument: host\n"
                            : "ping: cannot resolve " + host + ": Address family for hostname not supported\n");
            return 1;
        }
        var ping = new PingCommand(packets, options, IpAddress.parse(host), out);
        if (!ping.vrf.isEmpty()
                && config.vrfs().stream().noneMatch(vrf -> vrf.name().equals(ping.vrf))) {
            out.accept("error: routing instance " + ping.vrf + " does not exist\n");
            return 1;
        }
        return ping.run(config);
    }

    private int run(GatewayConfig config) throws InterruptedException {
        Optional<IpAddress> given =
                options.valueOf("source").map(IpAddress::parse).filter(one -> one.isV4() == destination.isV4());
        IpAddress unknown = destination.isV4() ? config.routerId() : Ipv6Address.ANY;
        IpAddress source = given.or(() -> packets.sourceFor(vrf, destination)).orElse(unknown);
        out.accept(text.heading(source, destination, size));
        if (given.isPresent() && !isOurs(config, given.get())) {
            out.accept("ping: bind: Can't assign requested address\n");
            return 1;
        }
        int count = options.valueOf("count").map(Integer::valueOf).orElse(rapid ? 5 : Integer.MAX_VALUE);
        long pause = (long) (options.valueOf("interval").map(Double::valueOf).orElse(rapid ? 0.0 : 1.0) * 1e9);
        int identifier = ThreadLocalRandom.current().nextInt(1, 65536);
        try {
            for (sent = 0; sent < count; ) {
                long begin = System.nanoTime();
                one(source, identifier, sent++);
                long rest = pause - (System.nanoTime() - begin);
                if (sent < count && rest > 0) {
                    TimeUnit.NANOSECONDS.sleep(rest);
                }
            }
        } finally {
            out.accept(text.closing(destination, sent, times));
        }
        return times.isEmpty() ? 1 : 0;
    }

    private void one(IpAddress source, int identifier, int sequence) throws InterruptedException {
        Duration timeout =
                Duration.ofSeconds(options.valueOf("wait").map(Long::valueOf).orElse(rapid || sequence > 0 ? 1L : 2L));
        int ttl = options.valueOf("ttl").map(Integer::valueOf).orElse(64);
        Packets.Echo echo;
        try {
            echo = packets.echo(vrf, source, destination, identifier, sequence & 0xFFFF, size, ttl, timeout)
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an echo request could not be sent", e.getCause());
        }
        double millis = echo.nanos() / 1e6;
        switch (echo.outcome()) {
            case REPLY -> {
                times.add(millis);
                out.accept(rapid ? "!" : text.reply(echo, sequence, size, millis));
            }
            case NO_ROUTE -> out.accept("ping: sendto: No route to host\n" + (rapid ? "." : ""));
            case UNREACHABLE -> out.accept(rapid ? "." : text.error(echo, "Destination Host Unreachable"));
            case TTL_EXCEEDED -> out.accept(rapid ? "." : text.error(echo, "Time to live exceeded"));
            case LOST -> out.accept(rapid ? "." : "");
        }
    }

    private boolean isOurs(GatewayConfig config, IpAddress source) {
        var interfaces = vrf.isEmpty()
                ? config.interfaces().values().asList()
                : config.vrfs().stream()
                        .filter(candidate -> candidate.name().equals(vrf))
                        .findFirst()
                        .orElseThrow()
                        .interfaces();
        return source.equals(config.routerId()) && vrf.isEmpty()
                || interfaces.stream()
                        .flatMap(logical -> logical.addresses().stream())
                        .anyMatch(address -> address.address().equals(source));
    }
}
