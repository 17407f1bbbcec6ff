package net.minitrail.vrouter.cli;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowTable;

/** What {@code flow -s} and {@code flow -r} print each time, from the difference to the time before. Not thread-safe. */
final class FlowReport {
    private static final DateTimeFormatter ZONED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final boolean rates;
    private Count before = new Count(System.nanoTime(), 0, 0, 0, 0, 0, 0, 0);
    private boolean first = true;

    FlowReport(boolean rates) {
        this.rates = rates;
    }

    /** The table at one moment. */
    record Count(long nanos, int entries, int forward, int drop, int nat, long created, long added, long deleted) {
        static Count of(FlowTable table) {
            int[] byAction = new int[3];
            table.forEach(flow -> byAction[action(flow)] += flow.isEvicted() ? 0 : 1);
            return new Count(
                    System.nanoTime(),
                    byAction[0] + byAction[1] + byAction[2],
                    byAction[0],
                    byAction[1],
                    byAction[2],
                    table.created(),
                    table.added(),
                    table.deleted());
        }

        private static int action(Flow flow) {
            return flow.verdict().cause() != null ? 1 : flow.translation() != null ? 2 : 0;
        }
    }

    String next(Count now) {
        long millis = Math.max(1, (now.nanos - before.nanos) / 1_000_000);
        String text = rates ? rate(now, millis) : statistics(now, millis);
        before = now;
        first = false;
        return text;
    }

    private String statistics(Count now, long millis) {
        int fresh = now.entries - before.entries;
        long rate = first ? 0 : fresh * 1000L / millis;
        return ZONED.format(ZonedDateTime.now(ZoneId.systemDefault())) + "\n"
                + "Flow Statistics\n---------------\n"
                + "    Total  Entries  --- Total = %7d, new = %7d %n".formatted(now.entries, fresh)
                + "    Active Entries  --- Total = %7d, new = %7d %n".formatted(now.entries, fresh)
                + "    Hold   Entries  --- Total = %7d, new = %7d %n".formatted(0, 0)
                + "    Fwd flow Entries  - Total = %7d%n".formatted(now.forward)
                + "    drop flow Entries - Total = %7d%n".formatted(now.drop)
                + "    NAT flow Entries  - Total = %7d%n%n".formatted(now.nat)
                + "    Rate of change of Active Entries\n    --------------------------------\n"
                + "        current rate      = %8d%n".formatted(rate)
                + "        Avg setup rate    = %8d%n".formatted(Math.max(0, rate))
                + "        Avg teardown rate = %8d%n".formatted(Math.max(0, -rate))
                + "    Rate of change of Flow Entries\n    ------------------------------\n"
                + "        current rate      = %8d%n".formatted(rate);
    }

    /** One line, if anything came or went. */
    private String rate(Count now, long millis) {
        long created = now.created - before.created;
        long added = now.added - before.added;
        long deleted = now.deleted - before.deleted;
        if (created + added + deleted == 0) {
            return "";
        }
        return "%s:  Entries = %8d Rate = %6d (Fwd = %8d Rev = %8d Del = %8d) Hold = %8d%n"
                .formatted(
                        MILLIS.format(ZonedDateTime.now(ZoneId.systemDefault())),
                        now.entries,
                        (created + added + deleted) * 1000 / millis,
                        created,
                        added,
                        deleted,
                        created);
    }
}
