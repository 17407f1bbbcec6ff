package net.minitrail.vrouter.cli;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import org.jspecify.annotations.Nullable;

/**
 * {@code vif}: shows interfaces, reports their rates every second until the reader stops it, and resets their counters. All
 * packets are forwarded by core 0. Thread-safe.
 */
final class VifTool implements Tool {
    private static final String USAGE = """
            Usage: vif [--get <intf_id>][--core <core number>][--rate] [--get-drop-stats]
            \t   [--list][--core <core number>][--rate]
            \t   [--clear][--id <intf_id>][--core <core_number>]
            \t   [--help]""";

    private static final long REPORT_MILLIS = 1000;
    private static final int MOST_INTERFACES = 32;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

    private final VRouter vrouter;
    private final LoopQuery query;

    VifTool(VRouter vrouter, LoopQuery query) {
        this.vrouter = vrouter;
        this.query = query;
    }

    /**
     * What is asked for.
     *
     * @param index of one interface, -1 for all
     * @param core whose counters are meant, -1 for the sum of all
     */
    private record Call(int index, int core, boolean drops) {
        boolean concerns(Vif vif) {
            return index < 0 || vif.index() == index;
        }

        VifCounts counts(Vif vif) {
            return core > 0 ? VifCounts.NONE : VifCounts.of(vif);
        }
    }

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        Options options = Options.parse(
                words,
                Set.of("--list", "-l", "-b", "--get-drop-stats", "--rate", "--clear"),
                Set.of("--get", "-g", "--core", "-C", "--id"),
                USAGE);
        int index = options.number("--get", options.number("-g", -1));
        boolean all = options.has("--list") || options.has("-l") || options.has("-b");
        boolean clear = options.has("--clear");
        boolean drops = options.has("--get-drop-stats");
        if ((all ? 1 : 0) + (index >= 0 ? 1 : 0) + (clear ? 1 : 0) != 1 || drops && index < 0) {
            throw options.wrong();
        }
        int core = options.number("--core", options.number("-C", -1));
        if (clear) {
            clear(new Call(options.number("--id", -1), core, false));
        } else if (options.has("--rate")) {
            rates(new Call(index, core, false), out);
        } else {
            out.accept(VifText.header());
            out.accept(records(new Call(index, core, drops), Map.of()));
        }
        return 0;
    }

    private void clear(Call call) throws CommandException {
        boolean found = query.ask(() -> {
            boolean any = false;
            for (Vif vif : vrouter.vifs().all()) {
                if (call.concerns(vif)) {
                    any = true;
                    if (call.core <= 0) {
                        vif.clearCounters();
                    }
                }
            }
            return any;
        });
        if (!found) {
            throw new CommandException(1, TableTools.NO_ENTRY);
        }
    }

    /** The records of interfaces, with their counters or what {@code instead} has in their place. */
    private String records(Call call, Map<Integer, VifCounts> instead) throws CommandException {
        String text = query.ask(() -> {
            var records = new StringBuilder();
            for (Vif vif : vrouter.vifs().all()) {
                if (call.concerns(vif)) {
                    VifCounts counts = instead.getOrDefault(vif.index(), call.counts(vif));
                    records.append(VifText.record(vif, counts, call.core))
                            .append(call.drops ? CounterText.drops(vif::drops) : "");
                }
            }
            return records.toString();
        });
        if (text.isEmpty()) {
            throw new CommandException(1, TableTools.NO_ENTRY);
        }
        return text;
    }

    private void rates(Call call, Consumer<String> out) throws CommandException, InterruptedException {
        @Nullable Sample before = null;
        while (true) {
            Sample now = sample(call);
            Map<Integer, VifCounts> rates = now.since(before == null ? now : before);
            out.accept("Interface rate statistics\n-------------------------\n\n");
            out.accept(
                    call.index < 0
                            ? VifText.rateHeader() + rows(rates)
                                    + "Key 'q' for quit, key 'k' for previous page, key 'j' for next page.\n"
                            : VifText.header() + records(call, rates));
            out.accept(DATE.format(ZonedDateTime.now(ZoneId.systemDefault())) + " \n");
            before = now;
            Thread.sleep(REPORT_MILLIS);
        }
    }

    private String rows(Map<Integer, VifCounts> rates) {
        return query.ask(() -> {
            var rows = new ArrayList<String>();
            for (Vif vif : vrouter.vifs().all()) {
                if (rows.size() < MOST_INTERFACES) {
                    rows.add(VifText.rateRow(vif, rates.getOrDefault(vif.index(), VifCounts.NONE)));
                }
            }
            return String.join("", rows);
        });
    }

    /** Counters of interfaces by index, at one moment. */
    private record Sample(long nanos, Map<Integer, VifCounts> counts) {
        Map<Integer, VifCounts> since(Sample before) {
            long millis = Math.max(1, (nanos - before.nanos) / 1_000_000);
            var rates = new HashMap<Integer, VifCounts>();
            counts.forEach((index, now) ->
                    rates.put(index, now.rate(before.counts.getOrDefault(index, VifCounts.NONE), millis)));
            return rates;
        }
    }

    private Sample sample(Call call) {
        return query.ask(() -> {
            var counts = new HashMap<Integer, VifCounts>();
            vrouter.vifs().all().forEach(vif -> counts.put(vif.index(), call.counts(vif)));
            return new Sample(System.nanoTime(), counts);
        });
    }
}
