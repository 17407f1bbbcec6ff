package net.minitrail.vrouter;

import net.minitrail.net.runtime.NodeConfig;
import net.minitrail.net.runtime.NodeProgram;

/** {@code vrouter-agent --config FILE [--notify HOST:PORT]}: one compute node in the foreground. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        NodeProgram.main(arguments, file -> AgentNode.start(NodeConfig.read(file, AgentConfig.class)));
    }
}
