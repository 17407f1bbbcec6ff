package net.minitrail.gateway.cli;

import java.util.List;
import java.util.Locale;
import net.minitrail.gateway.forwarding.Packets;
import net.minitrail.net.IpAddress;

/** What {@code ping} prints, by family: IPv6 has the words of {@code ping6}. */
enum PingText {
    INET {
        @Override
        String heading(IpAddress source, IpAddress destination, int size) {
            return "PING %s (%s): %d data bytes\n".formatted(destination, destination, size);
        }

        @Override
        String reply(Packets.Echo echo, int sequence, int size, double millis) {
            return text(
                    "%d bytes from %s: icmp_seq=%d ttl=%d time=%.3f ms\n",
                    size + ICMP_HEADER, echo.from(), sequence, echo.ttl(), millis);
        }
    },
    INET6 {
        @Override
        String heading(IpAddress source, IpAddress destination, int size) {
            return "PING6(%d=40+8+%d bytes) %s --> %s\n".formatted(40 + ICMP_HEADER + size, size, source, destination);
        }

        @Override
        String reply(Packets.Echo echo, int sequence, int size, double millis) {
            return text(
                    "%d bytes from %s, icmp_seq=%d hlim=%d time=%.3f ms\n",
                    size + ICMP_HEADER, echo.from(), sequence, echo.ttl(), millis);
        }
    };

    private static final int ICMP_HEADER = 8;

    static PingText of(IpAddress destination) {
        return destination.isV4() ? INET : INET6;
    }

    /** The first line; {@code size} is that of the data. */
    abstract String heading(IpAddress source, IpAddress destination, int size);

    abstract String reply(Packets.Echo echo, int sequence, int size, double millis);

    /** Octets of data unless asked otherwise. */
    int defaultSize() {
        return this == INET ? 56 : 8;
    }

    String error(Packets.Echo echo, String what) {
        return "%d bytes from %s: %s\n".formatted(36, echo.from(), what);
    }

    /**
     * The summary.
     *
     * @param times of the replies, in milliseconds
     */
    String closing(IpAddress destination, int sent, List<Double> times) {
        boolean six = this == INET6;
        var text = new StringBuilder(
                "\n--- " + destination + (six ? " ping6 statistics ---\n" : " ping statistics ---\n"));
        int lost = sent == 0 ? 0 : (int) ((sent - times.size()) * 100L / sent);
        text.append(
                "%d packets transmitted, %d packets received, %d%% packet loss\n".formatted(sent, times.size(), lost));
        if (!times.isEmpty()) {
            double sum = times.stream().mapToDouble(Double::doubleValue).sum();
            double squares = times.stream().mapToDouble(time -> time * time).sum();
            double mean = sum / times.size();
            double deviation = Math.sqrt(Math.max(0, squares / times.size() - mean * mean));
            text.append(text(
                    "round-trip min/avg/max/%s = %.3f/%.3f/%.3f/%.3f ms\n",
                    six ? "std-dev" : "stddev",
                    times.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                    mean,
                    times.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                    deviation));
        }
        return text.toString();
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
