package net.minitrail.vrouter.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToLongFunction;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.forwarding.VrfCounter;

/** The layouts of {@code vrfstats} and {@code dropstats}. */
final class CounterText {
    private static final List<Integer> ITEMS_A_LINE = List.of(6, 5, 5, 2, 2, 6);

    private CounterText() {}

    static String vrf(Vrf vrf) {
        var text = new StringBuilder("Vrf: " + vrf.index() + "\n");
        Iterator<VrfCounter> counters = EnumSet.allOf(VrfCounter.class).iterator();
        for (int items : ITEMS_A_LINE) {
            var line = new ArrayList<String>();
            for (int i = 0; i < items; i++) {
                VrfCounter counter = counters.next();
                line.add(counter + " " + vrf.counter(counter));
            }
            text.append(String.join(", ", line)).append('\n');
        }
        return text.append('\n').toString();
    }

    /** A line for each reason; {@code counts} is asked for its counter. */
    static String drops(ToLongFunction<DropReason> counts) {
        var text = new StringBuilder();
        int group = 0;
        for (DropReason reason : DropReason.values()) {
            if (reason.group() != group) {
                text.append('\n');
                group = reason.group();
            }
            text.append("%-30s%d%n".formatted(reason, counts.applyAsLong(reason)));
        }
        return text.append('\n').toString();
    }
}
