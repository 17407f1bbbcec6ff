package net.minitrail.vrouter.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vrf;

/** The vRouter's own tools but {@code rt}: {@code vif nh mpls vxlan mirror vrfstats dropstats}. Thread-safe. */
final class TableTools {
    static final String NO_ENTRY = "Error: No such file or directory";

    private final VRouter vrouter;
    private final LoopQuery query;

    TableTools(VRouter vrouter, LoopQuery query) {
        this.vrouter = vrouter;
        this.query = query;
    }

    void addTo(Map<String, Tool> tools) {
        tools.put("vif", new VifTool(vrouter, query));
        tools.put("nh", this::nh);
        tools.put("mpls", this::mpls);
        tools.put("vxlan", this::vxlan);
        tools.put("mirror", this::mirror);
        tools.put("vrfstats", this::vrfStats);
        tools.put("dropstats", this::dropStats);
    }

    private int nh(List<String> words, Consumer<String> out) throws CommandException {
        Options options =
                Options.parse(words, Set.of("--list"), Set.of("--get"), "Usage: nh [--list | --get <nh_id> | --help]");
        int id = options.number("--get", -1);
        return print(out, () -> options.has("--list") ? allNextHops() : nextHopAndMembers(id));
    }

    private String allNextHops() {
        var text = new StringBuilder();
        vrouter.nextHops()
                .forEach((id, nextHop) -> text.append(
                        NextHopText.record(id, nextHop, vrouter.nextHops().holders(id), false)));
        return text.toString();
    }

    private String nextHopAndMembers(int id) {
        NextHop nextHop = vrouter.nextHops().get(id);
        if (nextHop == null) {
            return "";
        }
        var text = new StringBuilder(
                NextHopText.record(id, nextHop, vrouter.nextHops().holders(id), true));
        if (nextHop instanceof NextHop.Composite composite) {
            composite.members().stream()
                    .filter(NextHop.Member::isThere)
                    .forEach(member -> text.append(nextHopAndMembers(member.nextHop())));
        } else if (nextHop instanceof NextHop.Indirect indirect) {
            text.append(nextHopAndMembers(indirect.direct().nextHop()));
        }
        return text.toString();
    }

    private int mpls(List<String> words, Consumer<String> out) throws CommandException {
        Options options = Options.parse(
                words, Set.of("--dump"), Set.of("--get"), "Usage: mpls [--dump | --get <label> | --help]");
        int wanted = options.number("--get", -1);
        out.accept("MPLS Input Label Map\n\n   Label    NextHop\n-------------------\n");
        String rows = query.ask(() -> {
            var text = new StringBuilder();
            vrouter.labels().forEach((label, nextHop) -> {
                if (options.has("--dump") || wanted == label) {
                    text.append("%8d    %6d%n".formatted(label, nextHop));
                }
            });
            return text.toString();
        });
        if (rows.isEmpty() && !options.has("--dump")) {
            throw new CommandException(1, NO_ENTRY);
        }
        out.accept(rows);
        return 0;
    }

    private int vxlan(List<String> words, Consumer<String> out) throws CommandException {
        Options options = Options.parse(
                words, Set.of("--dump"), Set.of("--get"), "Usage: vxlan [--dump | --get <vnid> | --help]");
        int wanted = options.number("--get", -1);
        out.accept("VXLAN Table\n\n VNID    NextHop\n----------------\n");
        String rows = query.ask(() -> {
            var text = new StringBuilder();
            vrouter.vxlans().forEach((vni, nextHop) -> {
                if (options.has("--dump") || wanted == vni) {
                    text.append("%7d    %6d%n".formatted(vni, nextHop));
                }
            });
            return text.toString();
        });
        if (rows.isEmpty() && !options.has("--dump")) {
            throw new CommandException(1, NO_ENTRY);
        }
        out.accept(rows);
        return 0;
    }

    private int mirror(List<String> words, Consumer<String> out) throws CommandException {
        Options options = Options.parse(
                words, Set.of("--dump"), Set.of("--get"), "Usage: mirror [--dump | --get <index> | --help]");
        int wanted = options.number("--get", -1);
        out.accept("Mirror Table\n\nFlags:D=Dynamic Mirroring, Hw=NIC Assisted Mirroring \n\n"
                + "Index    NextHop    Flags       VNI    Vlan\n" + "-".repeat(48) + "\n");
        String rows = query.ask(() -> {
            var text = new StringBuilder();
            vrouter.mirrors().forEach((index, mirror) -> {
                if (options.has("--dump") || wanted == index) {
                    text.append("%5d    %7d    %4s    %7d    %4d%n"
                            .formatted(index, mirror.nextHop(), mirror.mode().flag(), mirror.vni(), mirror.vlan()));
                }
            });
            return text.toString();
        });
        if (rows.isEmpty() && !options.has("--dump")) {
            throw new CommandException(1, NO_ENTRY);
        }
        out.accept(rows);
        return 0;
    }

    private int vrfStats(List<String> words, Consumer<String> out) throws CommandException {
        Options options = Options.parse(
                words, Set.of("--dump"), Set.of("--get"), "Usage: vrfstats [--dump | --get <vrf_id> | --help]");
        int index = options.number("--get", -1);
        return print(out, () -> {
            var text = new StringBuilder();
            for (Vrf vrf : vrouter.vrfs().all()) {
                if (options.has("--dump") || vrf.index() == index) {
                    text.append(CounterText.vrf(vrf));
                }
            }
            return text.toString();
        });
    }

    private int dropStats(List<String> words, Consumer<String> out) throws CommandException {
        if (words.isEmpty()) {
            return print(out, () -> CounterText.drops(vrouter::drops));
        }
        Options options = Options.parse(words, Set.of(), Set.of("--core", "-c"), """
                Usage: dropstats [--help]
                                 [--core|-c <core number>]

                --core <core number>\t Show statistics for a specified CPU core
                """);
        int core = options.number("--core", options.number("-c", -1));
        out.accept("Statistics for core " + core + "\n\n");
        return print(out, () -> CounterText.drops(reason -> core == 0 ? vrouter.drops(reason) : 0));
    }

    /** Prints what the loop answers; nothing at all means that there is no such entry. */
    private int print(Consumer<String> out, Supplier<String> question) throws CommandException {
        String text = query.ask(question);
        if (text.isEmpty()) {
            throw new CommandException(1, NO_ENTRY);
        }
        out.accept(text);
        return 0;
    }

    /** The tools' names, for completion. */
    static Set<String> names() {
        return new TreeSet<>(Set.of("vif", "nh", "mpls", "vxlan", "mirror", "vrfstats", "dropstats"));
    }
}
