package net.minitrail.gateway;

import net.minitrail.net.runtime.NodeConfig;
import net.minitrail.net.runtime.NodeProgram;

/** {@code sdn-gateway --config FILE [--notify HOST:PORT]}: one gateway in the foreground. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        NodeProgram.main(arguments, file -> GatewayNode.start(NodeConfig.read(file, GatewayNodeConfig.class), file));
    }
}
