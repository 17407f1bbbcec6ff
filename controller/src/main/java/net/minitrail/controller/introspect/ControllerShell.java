package net.minitrail.controller.introspect;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import net.minitrail.controller.introspect.RouteDump.Chosen;
import net.minitrail.controller.introspect.RouteDump.Summary;
import net.minitrail.net.runtime.CommandShell;
import net.minitrail.net.runtime.NearestWord;

/** The command line of a control node: the commands of {@code ist.py ctr}. For one thread. */
final class ControllerShell implements CommandShell {
    /** Characters of output that go on together. */
    private static final int PIECE = 16 * 1024;

    private static final ImmutableMap<String, String> COMMANDS = ImmutableMap.of(
            "status", "state of the node and its sessions",
            "nei", "BGP neighbors and agents",
            "nei clear", "NAME|ADDRESS|all [soft] [TEXT]: restart BGP sessions, or ask for all routes again",
            "route summary", "tables and how many routes they hold",
            "route tables", "names of tables",
            "route show", "[TABLE|INSTANCE] [PREFIX]: routes",
            "help", "this list");

    private static final ImmutableMap<String, Function<NeighborRow, Object>> NEIGHBORS =
            ImmutableMap.<String, Function<NeighborRow, Object>>builder()
                    .put("peer", NeighborRow::name)
                    .put("peer_address", NeighborRow::address)
                    .put("peer_asn", NeighborRow::asn)
                    .put("encoding", NeighborRow::encoding)
                    .put("peer_type", NeighborRow::type)
                    .put("state", NeighborRow::state)
                    .put("send_state", row -> row.isUp() ? "in sync" : "not advertising")
                    .put("flap_count", NeighborRow::flaps)
                    .put("flap_time", row -> "n/a")
                    .buildOrThrow();

    private static final ImmutableMap<String, Function<Summary, Object>> SUMMARY =
            ImmutableMap.<String, Function<Summary, Object>>builder()
                    .put("name", Summary::table)
                    .put("prefixes", Summary::prefixes)
                    .put("paths", Summary::paths)
                    .put("primary_paths", Summary::primaryPaths)
                    .put("secondary_paths", Summary::secondaryPaths)
                    .put("infeasible_paths", Summary::infeasiblePaths)
                    .put("stale_paths", Summary::stalePaths)
                    .buildOrThrow();

    private final NodeView node;

    ControllerShell(NodeView node) {
        this.node = node;
    }

    @Override
    public int run(String line, Consumer<String> out) {
        List<String> words = Arrays.asList(line.strip().split("\\s+", -1));
        if (words.size() > 2 && words.get(0).equals("ist.py") && words.get(1).equals("ctr")) {
            words = words.subList(2, words.size());
        }
        String first = words.get(0);
        String second = words.size() > 1 ? words.get(1) : "";
        switch (first) {
            case "" -> {}
            case "status" -> status(out);
            case "nei" -> {
                if (second.equals("clear") && words.size() > 2) {
                    return clear(words.subList(2, words.size()), out);
                }
                out.accept(IstText.grid(NEIGHBORS, NeighborRow.all(node)));
            }
            case "help", "?" -> COMMANDS.forEach((name, about) -> out.accept("%-14s %s%n".formatted(name, about)));
            case "route" -> {
                return route(second, words.size() > 2 ? words.subList(2, words.size()) : List.of(), out);
            }
            default -> {
                return unknown(first, out);
            }
        }
        return 0;
    }

    private int clear(List<String> arguments, Consumer<String> out) {
        boolean soft = arguments.size() > 1 && arguments.get(1).equals("soft");
        String text = String.join(" ", arguments.subList(Math.min(soft ? 2 : 1, arguments.size()), arguments.size()));
        int cleared = new ClearNeighbor(node).run(arguments.get(0), soft, text);
        if (cleared == 0) {
            out.accept("no BGP neighbor '" + arguments.get(0) + "'" + (soft ? " is up" : "") + "\n");
            return 6;
        }
        out.accept((soft ? "asked " : "cleared ") + cleared + "\n");
        return 0;
    }

    private int route(String what, List<String> arguments, Consumer<String> out) {
        var dump = new RouteDump(node);
        switch (what) {
            case "summary" -> out.accept(IstText.grid(SUMMARY, dump.tables(summary -> true)));
            case "tables" -> dump.tables(summary -> true).forEach(table -> out.accept(table.table() + "\n"));
            case "show" -> {
                return show(dump, arguments, out);
            }
            default -> {
                return unknown("route " + what, out);
            }
        }
        return 0;
    }

    private static int show(RouteDump dump, List<String> arguments, Consumer<String> out) {
        String name = arguments.isEmpty() || arguments.get(0).contains("/") ? "" : arguments.get(0);
        String prefix =
                arguments.isEmpty() || !arguments.get(arguments.size() - 1).contains("/")
                        ? ""
                        : arguments.get(arguments.size() - 1);
        Predicate<Summary> wanted = summary -> name.isEmpty()
                || InspectPage.named(summary.table(), name)
                || InspectPage.named(summary.instance(), name);
        List<Chosen> tables = dump.choose(
                wanted,
                nlri -> prefix.isEmpty()
                        || nlri.toString().equals(prefix)
                        || nlri.toString().endsWith(":" + prefix));
        if (tables.isEmpty()) {
            out.accept("no table or instance '" + name + "'\n");
            return 6;
        }
        var modified = new ModifiedTimes();
        for (Chosen table : tables) {
            if (!table.keys().isEmpty() || tables.size() == 1) {
                show(dump, table, modified, out);
            }
        }
        return 0;
    }

    private static void show(RouteDump dump, Chosen table, ModifiedTimes modified, Consumer<String> out) {
        var text = new StringBuilder(IstText.table(table.summary()));
        dump.read(table, row -> true).forEachRemaining(rows -> {
            text.append(IstText.route(rows, modified));
            if (text.length() >= PIECE) {
                out.accept(text.toString());
                text.setLength(0);
            }
        });
        if (text.length() > 0) {
            out.accept(text.toString());
        }
    }

    private void status(Consumer<String> out) {
        Map<String, Object> status = StatusPage.of(node);
        boolean settled = Boolean.TRUE.equals(status.get("settled"));
        out.accept("== Contrail control ==\ncontrol: "
                + (settled ? "active" : "initializing (" + status.get("reason") + ")") + "\nnodemgr: active\n");
    }

    private static int unknown(String command, Consumer<String> out) {
        String nearest = NearestWord.to(command, COMMANDS.keySet())
                .map(word -> ", did you mean '" + word + "'?")
                .orElse(", see 'help'");
        out.accept("unknown command '" + command + "'" + nearest + "\n");
        return 2;
    }

    @Override
    public String prompt() {
        return "[root@" + node.name() + " /]# ";
    }

    @Override
    public List<Candidate> complete(String line, int cursor) {
        String before = line.substring(0, cursor).stripLeading();
        return COMMANDS.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(before))
                .map(entry -> new Candidate(entry.getKey().substring(before.lastIndexOf(' ') + 1), entry.getValue()))
                .toList();
    }
}
