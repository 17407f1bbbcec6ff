package net.minitrail.vrouter.guest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;

/** {@code ping} and {@code ping6 [-c N] [-i SECONDS] [-W SECONDS] [-s BYTES] [-t TTL] [-q] HOST}, as BusyBox or iputils print it. Thread-safe. */
final class PingTool implements Tool {
    private static final long NANOS = 1_000_000_000L;
    private static final long LIFE_SIGN = NANOS / 2;
    private static final String USAGE = "Usage: ping [-c COUNT] [-i SECS] [-W SECS] [-s SIZE] [-t TTL] [-q] HOST";

    private final Guest guest;
    private final LoopQuery query;
    private final PingWords say;

    PingTool(Guest guest, LoopQuery query) {
        this.guest = guest;
        this.query = query;
        this.say = PingWords.of(guest.profile());
    }

    /** A call as typed; {@code count} 0 is for ever, times are in nanoseconds. */
    private record Call(IpAddress host, int count, long interval, long patience, int size, int ttl, boolean quiet) {}

    /** A reply, with the moment it came at. */
    private record Reply(EchoReply echo, long at) {}

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        Call call = parse(words);
        var replies = new LinkedBlockingQueue<Reply>();
        int identifier = query.ask(() -> guest.beginPing(echo -> replies.add(new Reply(echo, System.nanoTime()))));
        try {
            out.accept(say.opening(call.host, call.size));
            return new Run(call, identifier, replies, out).toTheEnd();
        } finally {
            query.ask(() -> {
                guest.endPing(identifier);
                return true;
            });
        }
    }

    /** One call under way. Confined to the thread that asked. */
    private final class Run {
        private final Call call;
        private final int identifier;
        private final LinkedBlockingQueue<Reply> replies;
        private final Consumer<String> out;
        private final Map<Integer, Long> sentAt = new HashMap<>();
        private int sent;
        private int received;
        private double least = Double.MAX_VALUE;
        private double most;
        private double sum;
        private double squares;

        Run(Call call, int identifier, LinkedBlockingQueue<Reply> replies, Consumer<String> out) {
            this.call = call;
            this.identifier = identifier;
            this.replies = replies;
            this.out = out;
        }

        int toTheEnd() throws InterruptedException, CommandException {
            long next = System.nanoTime();
            long began = next;
            while (call.count == 0 || sent < call.count) {
                send();
                next += call.interval;
                boolean last = call.count > 0 && sent == call.count;
                takeUntil(last ? System.nanoTime() + call.patience : next, last);
            }
            double mean = sum / received;
            double deviation = Math.sqrt(Math.max(0, squares / received - mean * mean));
            out.accept("\n--- %s ping statistics ---%n".formatted(call.host)
                    + say.summary(
                            sent,
                            received,
                            (System.nanoTime() - began) / 1_000_000,
                            new PingWords.Times(least, mean, most, deviation)));
            return received > 0 ? 0 : 1;
        }

        private void send() throws CommandException {
            int sequence = say.firstSequence() + sent++;
            sentAt.put(sequence & 0xFFFF, System.nanoTime());
            boolean routed =
                    query.ask(() -> guest.ping(call.host, identifier, sequence, call.ttl, new byte[call.size]));
            if (!routed) {
                throw new CommandException(1, "ping: sendto: Network is unreachable");
            }
        }

        /** Prints replies until the deadline, or, for the last request, until none is missing. */
        private void takeUntil(long deadline, boolean last) throws InterruptedException {
            while (!(last && sentAt.isEmpty())) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                Reply reply = replies.poll(Math.min(left, LIFE_SIGN), TimeUnit.NANOSECONDS);
                if (reply != null) {
                    print(reply);
                } else {
                    out.accept(""); // a sign of life, to notice a reader who left
                }
            }
        }

        private void print(Reply reply) {
            Long start = sentAt.remove(reply.echo.sequence());
            if (start == null) {
                return;
            }
            double millis = (reply.at - start) / 1e6;
            received++;
            least = Math.min(least, millis);
            most = Math.max(most, millis);
            sum += millis;
            squares += millis * millis;
            if (!call.quiet) {
                out.accept(say.reply(reply.echo, millis));
            }
        }
    }

    private static Call parse(List<String> words) throws CommandException {
        int count = 0;
        double interval = 1;
        double wait = 10;
        int size = 56;
        int ttl = 64;
        boolean quiet = false;
        IpAddress host = null;
        try {
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                String value = word.length() > 2 ? word.substring(2) : i + 1 < words.size() ? words.get(i + 1) : "";
                boolean valued = word.matches("-[ciWstw].*");
                i += valued && word.length() == 2 ? 1 : 0;
                switch (word.length() >= 2 && word.startsWith("-") ? word.substring(0, 2) : "") {
                    case "-c" -> count = between(Integer.parseInt(value), 1, 1_000_000);
                    case "-i" -> interval = Double.parseDouble(value);
                    case "-W", "-w" -> wait = Double.parseDouble(value);
                    case "-s" -> size = between(Integer.parseInt(value), 0, 65_507);
                    case "-t" -> ttl = between(Integer.parseInt(value), 1, 255);
                    case "-q" -> quiet = true;
                    case "" -> host = IpAddress.parse(word);
                    default ->
                        throw new CommandException(1, "ping: invalid option -- '" + word.charAt(1) + "'\n" + USAGE);
                }
            }
        } catch (NumberFormatException e) {
            throw new CommandException(1, "ping: invalid number\n" + USAGE);
        } catch (IllegalArgumentException e) {
            throw new CommandException(1, "ping: bad address '" + words.get(words.size() - 1) + "'");
        }
        if (host == null) {
            throw new CommandException(1, USAGE);
        }
        long pause = Math.max(NANOS / 1000, (long) (interval * NANOS));
        return new Call(host, count, pause, (long) (Math.max(0, wait) * NANOS), size, ttl, quiet);
    }

    private static int between(int value, int least, int most) {
        if (value < least || value > most) {
            throw new NumberFormatException(value + " is not in " + least + ".." + most);
        }
        return value;
    }
}
