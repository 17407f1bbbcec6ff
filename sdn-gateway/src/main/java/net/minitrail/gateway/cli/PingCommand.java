package net.minitrail.gateway.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.gateway.forwarding.Packets;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.routing.GatewayConfig;
import net.minitrail.net.Ipv4Address;

/** {@code ping}: real echo requests, printed as they are answered. Runs on the caller's thread, and waits there. */
final class PingCommand {
    private static final int ICMP_HEADER = 8;

    private final Packets packets;
    private final Consumer<String> out;
    private final ConfigNode options;
    private final Ipv4Address destination;
    private final String vrf;
    private final boolean rapid;
    private final int size;
    private final List<Double> times = new ArrayList<>();
    private int sent;

    private PingCommand(Packets packets, ConfigNode options, Ipv4Address destination, Consumer<String> out) {
        this.packets = packets;
        this.options = options;
        this.destination = destination;
        this.out = out;
        this.vrf = options.valueOf("routing-instance").orElse("");
        this.rapid = options.has("rapid");
        this.size = options.valueOf("size").map(Integer::valueOf).orElse(56);
    }

    /** Pings, and answers the exit code: 0 if anything came back. */
    static int run(GatewayConfig config, Packets packets, ConfigNode options, Consumer<String> out)
            throws InterruptedException {
        String host = options.valueOf("").orElse("");
        if (host.isEmpty() || host.indexOf(':') >= 0) {
            out.accept(host.isEmpty() ? "error: missing mandatory argument: host\n" : "error: ping is for IPv4 only\n");
            return 1;
        }
        var ping = new PingCommand(packets, options, Ipv4Address.parse(host), out);
        if (!ping.vrf.isEmpty()
                && config.vrfs().stream().noneMatch(vrf -> vrf.name().equals(ping.vrf))) {
            out.accept("error: routing instance " + ping.vrf + " does not exist\n");
            return 1;
        }
        return ping.run(config);
    }

    private int run(GatewayConfig config) throws InterruptedException {
        Optional<Ipv4Address> given =
                options.valueOf("source").filter(text -> text.indexOf(':') < 0).map(Ipv4Address::parse);
        out.accept("PING %s (%s): %d data bytes\n".formatted(destination, destination, size));
        if (given.isPresent() && !isOurs(config, given.get())) {
            out.accept("ping: bind: Can't assign requested address\n");
            return 1;
        }
        Ipv4Address source = given.or(() -> packets.sourceFor(vrf, destination)).orElse(config.routerId());
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
            out.accept(closing());
        }
        return times.isEmpty() ? 1 : 0;
    }

    private void one(Ipv4Address source, int identifier, int sequence) throws InterruptedException {
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
                out.accept(
                        rapid
                                ? "!"
                                : text(
                                        "%d bytes from %s: icmp_seq=%d ttl=%d time=%.3f ms\n",
                                        size + ICMP_HEADER, echo.from(), sequence, echo.ttl(), millis));
            }
            case NO_ROUTE -> out.accept("ping: sendto: No route to host\n" + (rapid ? "." : ""));
            case UNREACHABLE ->
                out.accept(rapid ? "." : "%d bytes from %s: Destination Host Unreachable\n".formatted(36, echo.from()));
            case TTL_EXCEEDED ->
                out.accept(rapid ? "." : "%d bytes from %s: Time to live exceeded\n".formatted(36, echo.from()));
            case LOST -> out.accept(rapid ? "." : "");
        }
    }

    private String closing() {
        var text = new StringBuilder("\n--- " + destination + " ping statistics ---\n");
        int lost = sent == 0 ? 0 : (int) ((sent - times.size()) * 100L / sent);
        text.append(
                "%d packets transmitted, %d packets received, %d%% packet loss\n".formatted(sent, times.size(), lost));
        if (!times.isEmpty()) {
            double sum = times.stream().mapToDouble(Double::doubleValue).sum();
            double squares = times.stream().mapToDouble(time -> time * time).sum();
            double mean = sum / times.size();
            double deviation = Math.sqrt(Math.max(0, squares / times.size() - mean * mean));
            text.append(text(
                    "round-trip min/avg/max/stddev = %.3f/%.3f/%.3f/%.3f ms\n",
                    times.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                    mean,
                    times.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                    deviation));
        }
        return text.toString();
    }

    private boolean isOurs(GatewayConfig config, Ipv4Address source) {
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

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
