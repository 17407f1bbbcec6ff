package net.minitrail.controller;

import net.minitrail.net.runtime.NodeConfig;
import net.minitrail.net.runtime.NodeProgram;

/** {@code controller --config FILE [--notify HOST:PORT]}: one control node in the foreground. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        NodeProgram.main(arguments, file -> Controller.start(NodeConfig.read(file, ControllerConfig.class)));
    }
}
