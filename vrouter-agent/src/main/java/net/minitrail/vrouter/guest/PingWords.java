package net.minitrail.vrouter.guest;

import net.minitrail.net.IpAddress;

/** What {@code ping} prints, of BusyBox and of iputils, which CentOS 7 has. Times are in milliseconds. */
enum PingWords {
    BUSYBOX {
        @Override
        String opening(IpAddress host, int size) {
            return "PING %s (%s): %d data bytes%n".formatted(host, host, size);
        }

        @Override
        String reply(EchoReply echo, double time) {
            return "%d bytes from %s: seq=%d ttl=%d time=%.3f ms%n"
                    .formatted(echo.length(), echo.source(), echo.sequence(), echo.ttl(), time);
        }

        @Override
        String summary(int sent, int received, long took, Times times) {
            return "%d packets transmitted, %d packets received, %d%% packet loss%n"
                            .formatted(sent, received, lost(sent, received))
                    + (received == 0
                            ? ""
                            : "round-trip min/avg/max = %.3f/%.3f/%.3f ms%n"
                                    .formatted(times.least(), times.mean(), times.most()));
        }
    },
    IPUTILS {
        private static final int HEADERS = 28;

        @Override
        int firstSequence() {
            return 1;
        }

        @Override
        String opening(IpAddress host, int size) {
            return host.isV4()
                    ? "PING %s (%s) %d(%d) bytes of data.%n".formatted(host, host, size, size + HEADERS)
                    : "PING %s(%s) %d data bytes%n".formatted(host, host, size);
        }

        @Override
        String reply(EchoReply echo, double time) {
            String digits = time >= 100 ? "%.0f" : time >= 10 ? "%.1f" : time >= 1 ? "%.2f" : "%.3f";
            return "%d bytes from %s: icmp_seq=%d ttl=%d time=%s ms%n"
                    .formatted(echo.length(), echo.source(), echo.sequence(), echo.ttl(), digits.formatted(time));
        }

        @Override
        String summary(int sent, int received, long took, Times times) {
            return "%d packets transmitted, %d received, %d%% packet loss, time %dms%n"
                            .formatted(sent, received, lost(sent, received), took)
                    + (received == 0
                            ? "\n"
                            : "rtt min/avg/max/mdev = %.3f/%.3f/%.3f/%.3f ms%n"
                                    .formatted(times.least(), times.mean(), times.most(), times.deviation()));
        }
    };

    /** Round trips: the shortest, the longest, their mean and how they spread around it. */
    record Times(double least, double mean, double most, double deviation) {}

    static PingWords of(GuestProfile profile) {
        return profile == GuestProfile.CENTOS ? IPUTILS : BUSYBOX;
    }

    int firstSequence() {
        return 0;
    }

    abstract String opening(IpAddress host, int size);

    abstract String reply(EchoReply echo, double time);

    /** What stands below the title of the statistics; {@code took} is from the first request to the last answer. */
    abstract String summary(int sent, int received, long took, Times times);

    private static int lost(int sent, int received) {
        return (sent - received) * 100 / sent;
    }
}
