package net.minitrail.controller;

import java.time.Duration;
import net.minitrail.net.runtime.NodeConfig;
import net.minitrail.net.runtime.NodeProgram;

/** {@code controller --config FILE [--notify HOST:PORT]}: one control node in the foreground. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        NodeProgram.main(arguments, file -> {
            ControllerConfig config = NodeConfig.read(file, ControllerConfig.class);
            int rehearsal = Integer.getInteger("minitrail.rehearsal", 0);
            if (rehearsal > 0) {
                Rehearsal.play(Duration.ofMillis(rehearsal));
            }
            return Controller.start(config);
        });
    }
}
