package net.minitrail.gateway.cli;

/** Durations as Junos prints them. */
final class Ages {
    private static final long DAY = 86_400;
    private static final long WEEK = 7 * DAY;

    private Ages() {}

    /** {@code 00:08:09}, {@code 2d 10:53:09}, {@code 1w2d 10:53:09}: as in routing tables. */
    static String ofRoute(long seconds) {
        long rest = seconds % DAY;
        return days(seconds) + "%02d:%02d:%02d".formatted(rest / 3600, rest / 60 % 60, rest % 60);
    }

    /** {@code 8:41}, {@code 2:22:59}, {@code 1d 1:56:26}: as in {@code show bgp summary} and in details. */
    static String ofSession(long seconds) {
        long rest = seconds % DAY;
        String minutes = "%02d:%02d".formatted(rest / 60 % 60, rest % 60);
        if (seconds < 3600) {
            return minutes.startsWith("0") ? minutes.substring(1) : minutes;
        }
        return days(seconds) + rest / 3600 + ":" + minutes;
    }

    private static String days(long seconds) {
        long weeks = seconds / WEEK;
        long days = seconds % WEEK / DAY;
        if (weeks > 0) {
            return weeks + "w" + days + "d ";
        }
        return days > 0 ? days + "d " : "";
    }
}
