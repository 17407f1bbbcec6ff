package net.minitrail.vrouter.cli;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.minitrail.vrouter.flow.DropCause;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowMatch;
import net.minitrail.vrouter.flow.FlowTable;
import net.minitrail.vrouter.flow.FlowVerdict;
import net.minitrail.vrouter.forwarding.FlowAgent;
import net.minitrail.vrouter.forwarding.VRouter;
import org.jspecify.annotations.Nullable;

/** {@code flow}: lists flows, shows one, or reports every half second until the reader stops it. Thread-safe. */
final class FlowTool implements Tool {
    private static final Duration REPORT = Duration.ofMillis(500);
    /** Flows that are looked at before the loop is given back. */
    private static final int PIECE = 1000;

    private static final String USAGE = """
            Usage:flow [-f flow_index]
                       [-d flow_index]
                       [-i flow_index]
                       [--match "match_string"
                       [-l]
                       [--show-evicted]
                       [-r]
                       [-s]

            -f <flow_index> Set forward action for flow at flow_index <flow_index>
            -d <flow_index> Set drop action for flow at flow_index <flow_index>
            -i <flow_index> Invalidate flow at flow_index <flow_index>
            --get           Get and print flow entry in a particular index
                            e.g.: --get <flow_index>
            --match         Match criteria separated by a '&'; IP:PORT separated by a ','
                            e.g.: --match 1.1.1.1:20
                                  --match "1.1.1.1:20,2.2.2.2:22"
                                  --match "[fe80::225:90ff:fec3:afa]:22"
                                  --match "10.204.217.10:56910 & vrf 0 & proto tcp"
                                  --match "10.204.217.10:56910,169.254.0.3:22 & vrf 0 & proto tcp"
                                          proto {tcp, udp, icmp, icmp6, sctp}
            -l              List flows
            --show-evicted  Show evicted flows too
            -r              Start dumping flow setup rate
            -s              Start dumping flow stats
            --help          Print this help""";

    private final VRouter vrouter;
    private final FlowAgent agent;
    private final LoopQuery query;

    FlowTool(VRouter vrouter, FlowAgent agent, LoopQuery query) {
        this.vrouter = vrouter;
        this.agent = agent;
        this.query = query;
    }

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        Options options = Options.parse(
                words,
                Set.of("-l", "-r", "-s", "--show-evicted"),
                Set.of("--match", "--get", "-g", "-i", "-d", "-f"),
                USAGE);
        String match = options.text("--match");
        if (match != null || options.has("-l")) {
            list(match == null ? FlowMatch.ALL : parse(match), options.has("--show-evicted"), out);
        } else if (options.has("--get") || options.has("-g")) {
            get(options.number("--get", options.number("-g", 0)), options.has("--show-evicted"), out);
        } else if (options.has("-d") || options.has("-f")) {
            set(options.number("-d", options.number("-f", 0)), options.has("-d") ? DropCause.UNKNOWN : null);
        } else if (options.has("-i")) {
            invalidate(options.number("-i", 0));
        } else if (options.has("-r") || options.has("-s")) {
            var report = new FlowReport(options.has("-r"));
            while (true) {
                out.accept(report.next(query.ask(() -> FlowReport.Count.of(vrouter.flows()))));
                Thread.sleep(REPORT.toMillis());
            }
        } else {
            throw options.wrong();
        }
        return 0;
    }

    private static FlowMatch parse(String text) throws CommandException {
        try {
            return FlowMatch.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(1, String.valueOf(e.getMessage()));
        }
    }

    /** Some at a time, as the kernel tells of them: the loop does other things in between, and no text of all is held. */
    private void list(FlowMatch match, boolean evicted, Consumer<String> out) {
        out.accept(query.ask(() -> FlowText.header(vrouter.flows(), match)));
        int[] next = {0};
        while (next[0] < FlowTable.SIZE) {
            String rows = query.ask(() -> {
                var text = new StringBuilder();
                next[0] = vrouter.flows().forEach(next[0], PIECE, flow -> {
                    if ((evicted || !flow.isEvicted()) && match.matches(flow)) {
                        refresh(flow);
                        FlowText.append(text, flow);
                    }
                });
                return text.toString();
            });
            if (!rows.isEmpty()) {
                out.accept(rows);
            }
        }
    }

    private static void check(int index) throws CommandException {
        if (index >= FlowTable.SIZE) {
            throw new CommandException(
                    1, "Flow index %d is greater than available indices (%d)".formatted(index, FlowTable.SIZE - 1));
        }
    }

    private void get(int index, boolean evicted, Consumer<String> out) throws CommandException {
        check(index);
        String text = query.ask(() -> {
            Flow flow = vrouter.flows().at(index);
            if (flow == null) {
                return "";
            } else if (flow.isEvicted() && !evicted) {
                return "Flow at index " + index + " is EVICTED. Use --show-evicted\n";
            }
            refresh(flow);
            return FlowEntryText.of(vrouter, flow);
        });
        if (text.isEmpty()) {
            throw new CommandException(1, "Flow index " + index + " is not active");
        }
        out.accept(text);
    }

    /** Has the entry drop or forward, whatever was decided about it, until the agent decides again. */
    private void set(int index, @Nullable DropCause cause) throws CommandException {
        check(index);
        boolean found = query.ask(() -> {
            Flow flow = vrouter.flows().at(index);
            if (flow != null) {
                refresh(flow);
                FlowVerdict now = flow.verdict();
                var set = new FlowVerdict(cause, now.rpfNextHop(), now.ecmpMember(), now.mirror());
                flow.decide(set, vrouter.nextHops().changes());
            }
            return flow != null;
        });
        if (!found) {
            throw new CommandException(1, "Flow index " + index + " is not active");
        }
    }

    private void invalidate(int index) throws CommandException {
        check(index);
        boolean found = query.ask(() -> {
            Flow flow = vrouter.flows().at(index);
            if (flow != null) {
                vrouter.flows().removePair(flow);
            }
            return flow != null;
        });
        if (!found) {
            throw new CommandException(1, "Flow index " + index + " is not active");
        }
    }

    /** Routes may have changed since its last packet; what is shown is what the next one will meet. */
    private void refresh(Flow flow) {
        if (flow.isStale(vrouter.nextHops().changes())) {
            agent.decideAgain(flow);
        }
    }
}
