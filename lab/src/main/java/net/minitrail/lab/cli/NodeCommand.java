package net.minitrail.lab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.explain.Suggestion;
import net.minitrail.lab.process.NodeJvm;
import net.minitrail.lab.topology.NodeKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code node ROLE --config FILE}: one node in the foreground, without a lab. Ends with the process. */
@Command(name = "node", description = "Runs one node in the foreground: controller, vrouter-agent or sdn-gateway.")
final class NodeCommand implements Callable<Integer> {
    private static final List<String> ROLES = List.of("controller", "vrouter-agent", "sdn-gateway");

    @Parameters(paramLabel = "ROLE")
    String role = "";

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The node's file; see docs/NODES.md.")
    Path config = Path.of("");

    @Option(names = "--notify", paramLabel = "HOST:PORT", description = "Where to report that the node listens.")
    @Nullable
    String notify;

    @Override
    public Integer call() throws ReflectiveOperationException {
        List<String> arguments = new ArrayList<>(List.of("--config", config.toString()));
        if (notify != null) {
            arguments.addAll(List.of("--notify", notify));
        }
        String[] words = arguments.toArray(new String[0]);
        if (!ROLES.contains(role)) {
            throw new LabException(ErrorCode.USAGE, "no role '" + role + "'", Suggestion.of(role, ROLES));
        }
        Class.forName(NodeJvm.mainClass(NodeKind.of(role)))
                .getMethod("main", String[].class)
                .invoke(null, (Object) words);
        return 0;
    }
}
