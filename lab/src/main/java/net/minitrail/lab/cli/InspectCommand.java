package net.minitrail.lab.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.concurrent.Callable;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.process.Inspection;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.process.RunningNode;
import net.minitrail.lab.topology.NodeKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code inspect WHAT}: one kind of state of all nodes that answer, in one table. */
@Command(name = "inspect", description = "Shows routes, labels, sessions … of all nodes in one table.")
final class InspectCommand implements Callable<Integer> {
    /** What there is to look at. */
    enum What {
        nodes,
        sessions,
        routes,
        labels,
        networks,
        ports,
        tunnels,
        targets
    }

    private static final ImmutableMap<What, ImmutableList<String>> COLUMNS = ImmutableMap.of(
            What.sessions,
            ImmutableList.of(
                    "node",
                    "type",
                    "local",
                    "remote",
                    "state",
                    "up_seconds",
                    "routes_in",
                    "routes_out",
                    "flaps",
                    "last_end"),
            What.routes,
            ImmutableList.of(
                    "node",
                    "table",
                    "prefix",
                    "protocol",
                    "next_hop",
                    "label",
                    "local_preference",
                    "med",
                    "route_targets",
                    "source"));

    @Parameters(index = "0", paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
    What what = What.nodes;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PREFIX", description = "Only this prefix.")
    @Nullable
    String prefix;

    @Option(names = "--node", paramLabel = "N", description = "Only this node.")
    @Nullable
    String node;

    @Option(names = "--vrf", paramLabel = "V", description = "Only this VRF; a network's name will do.")
    @Nullable
    String vrf;

    @Option(names = "--family", paramLabel = "F", description = "Only this address family, such as inet or l3vpn.")
    @Nullable
    String family;

    private final Minitrail program;

    InspectCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        RunningLab lab = program.selection().lab();
        if (node != null) {
            Selection.node(lab, node);
        }
        Page page = switch (what) {
            case nodes -> LabStatus.of(lab, program.state().lab(lab.name()));
            default -> rows(lab);
        };
        program.printer().print(page);
        return 0;
    }

    private Page rows(RunningLab lab) {
        Page page = new Page(
                what.name(),
                lab.name(),
                COLUMNS.getOrDefault(what, ImmutableList.of()),
                JsonNodeFactory.instance.arrayNode());
        int answered = 0;
        @Nullable LabException last = null;
        for (RunningNode one : lab.nodes()) {
            if (one.kind() != NodeKind.EXTERNAL && (node == null || one.name().equals(node))) {
                try {
                    for (JsonNode row : Inspection.of(lab, one, what.name(), vrf, null, family, prefix)) {
                        ObjectNode named = page.rows().addObject().put("node", one.name());
                        row.propertyNames().forEach(key -> named.set(key, row.path(key)));
                    }
                    answered++;
                } catch (LabException e) {
                    if (e.code() == ErrorCode.NODE_UNREACHABLE && node == null) {
                        program.err().println("minitrail: " + e.getMessage());
                        program.err().flush();
                    } else if (e.code() != ErrorCode.NO_SUCH_TABLE) {
                        throw e;
                    }
                    last = e;
                }
            }
        }
        if (answered == 0 && last != null) {
            throw last;
        }
        return page;
    }
}
