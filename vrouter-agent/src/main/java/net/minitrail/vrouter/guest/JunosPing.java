package net.minitrail.vrouter.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;
import org.jspecify.annotations.Nullable;

/** {@code ping HOST [source ADDRESS] [rapid] [count N] [size N] [ttl N]} of Junos; without {@code rapid} a line a reply and a second between. Thread-safe. */
final class JunosPing implements Tool {
    private static final long PAUSE_MILLIS = 1000;
    private static final long RAPID_PATIENCE_MILLIS = 500;
    private static final int USUAL_COUNT = 5;
    private static final int MOST = 100_000;
    private static final int DATA = 56;
    private static final int MOST_DATA = 65_468;
    private static final String USAGE = "error: usage: ping HOST [source ADDRESS] [rapid] [count N] [size N] [ttl N]";
    private static final int TTL = 64;

    private final Guest guest;
    private final LoopQuery query;

    JunosPing(Guest guest, LoopQuery query) {
        this.guest = guest;
        this.query = query;
    }

    /** A call as typed; {@code source} null for the address that the way there suggests. */
    private record Call(IpAddress host, @Nullable IpAddress source, int count, boolean rapid, int size, int ttl) {}

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        Call call = parse(words);
        IpAddress source = call.source;
        if (source != null && !query.ask(() -> guest.has(source))) {
            throw new CommandException(1, "ping: bind: Can't assign requested address");
        }
        return run(call, out);
    }

    private static Call parse(List<String> words) throws CommandException {
        if (words.isEmpty()) {
            throw new CommandException(1, USAGE);
        }
        boolean rapid = false;
        int count = 0;
        int size = DATA;
        int ttl = TTL;
        IpAddress source = null;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("rapid")) {
                rapid = true;
                continue;
            }
            String value = ++i < words.size() ? words.get(i) : "";
            switch (word) {
                case "count" -> count = number(word, value, MOST);
                case "size" -> size = number(word, value, MOST_DATA);
                case "ttl" -> ttl = number(word, value, 255);
                case "source" -> source = CallEnd.address("ping", value);
                default -> throw new CommandException(1, "syntax error: '" + word + "'\n" + USAGE);
            }
        }
        IpAddress host;
        try {
            host = IpAddress.parse(words.get(0));
        } catch (IllegalArgumentException e) {
            throw new CommandException(1, "ping: cannot resolve " + words.get(0) + ": Host name lookup failure");
        }
        return new Call(host, source, count > 0 ? count : rapid ? USUAL_COUNT : MOST, rapid, size, ttl);
    }

    private static int number(String word, String text, int most) throws CommandException {
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new CommandException(1, "error: " + word + " '" + text + "' is not in 1.." + most);
        }
        return Integer.parseInt(text);
    }

    private int run(Call call, Consumer<String> out) throws InterruptedException {
        IpAddress host = call.host;
        boolean rapid = call.rapid;
        int count = call.count;
        var replies = new LinkedBlockingQueue<EchoReply>();
        int identifier = query.ask(() -> guest.beginPing(replies::add));
        var times = new ArrayList<Double>();
        try {
            out.accept("PING %s (%s): %d data bytes%n".formatted(host, host, call.size));
            for (int sequence = 0; sequence < count; sequence++) {
                long start = System.nanoTime();
                int now = sequence;
                query.ask(() -> guest.ping(call.source, host, identifier, now & 0xFFFF, call.ttl, new byte[call.size]));
                EchoReply reply = await(replies, now & 0xFFFF, rapid ? RAPID_PATIENCE_MILLIS : PAUSE_MILLIS, out);
                double millis = (System.nanoTime() - start) / 1e6;
                if (reply != null) {
                    times.add(millis);
                }
                if (rapid) {
                    out.accept(reply == null ? "." : "!");
                } else {
                    if (reply != null) {
                        out.accept("%d bytes from %s: icmp_seq=%d ttl=%d time=%.3f ms%n"
                                .formatted(reply.length(), reply.source(), now, reply.ttl(), millis));
                    }
                    pause(start, out);
                }
            }
        } finally {
            query.ask(() -> {
                guest.endPing(identifier);
                return true;
            });
        }
        out.accept("\n" + statistics(host, count, times));
        return times.isEmpty() ? 1 : 0;
    }

    private static @Nullable EchoReply await(
            LinkedBlockingQueue<EchoReply> replies, int sequence, long millis, Consumer<String> out)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            EchoReply reply = replies.poll(left, TimeUnit.NANOSECONDS);
            if (reply != null && reply.sequence() == sequence) {
                return reply;
            }
        }
        out.accept(""); // a sign of life, to notice a reader who left
        return null;
    }

    /** Waits for the rest of the second since {@code start}; the output notices a reader who left. */
    private static void pause(long start, Consumer<String> out) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS) - (System.nanoTime() - start);
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        out.accept("");
    }

    private static String statistics(IpAddress host, int sent, List<Double> times) {
        int lost = (sent - times.size()) * 100 / sent;
        String text = "--- %s ping statistics ---%n%d packets transmitted, %d packets received, %d%% packet loss%n"
                .formatted(host, sent, times.size(), lost);
        if (times.isEmpty()) {
            return text;
        }
        var summary = times.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        double mean = summary.getAverage();
        double spread = Math.sqrt(times.stream()
                        .mapToDouble(time -> (time - mean) * (time - mean))
                        .sum()
                / times.size());
        return text
                + "round-trip min/avg/max/stddev = %.3f/%.3f/%.3f/%.3f ms%n"
                        .formatted(summary.getMin(), mean, summary.getMax(), spread);
    }
}
