package net.minitrail.lab.scenario;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a {@code ping} of a guest had no answers: the longest run of missing sequence numbers, times the interval. */
final class Outage {
    private static final Pattern SEQUENCE = Pattern.compile(" seq=(\\d+) ");
    private static final Pattern INTERVAL = Pattern.compile(" -i ?([0-9.]+)");
    private static final Pattern SENT = Pattern.compile("(\\d+) packets transmitted");

    private Outage() {}

    /**
     * Measures one call.
     *
     * @param command with {@code -i SECONDS}, if that is not one
     * @param output all that it printed
     */
    static Duration of(String command, String output) {
        Matcher interval = INTERVAL.matcher(command);
        double seconds = interval.find() ? Double.parseDouble(interval.group(1)) : 1;
        int expected = 0;
        int longest = 0;
        for (Matcher reply = SEQUENCE.matcher(output); reply.find(); ) {
            int sequence = Integer.parseInt(reply.group(1));
            longest = Math.max(longest, sequence - expected);
            expected = sequence + 1;
        }
        Matcher sent = SENT.matcher(output);
        if (sent.find()) {
            longest = Math.max(longest, Integer.parseInt(sent.group(1)) - expected);
        }
        return Duration.ofMillis(Math.round(longest * seconds * 1000));
    }
}
