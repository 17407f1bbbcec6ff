package net.minitrail.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import net.minitrail.lab.topology.NodeKind;
import org.junit.jupiter.api.Test;

class NodeJvmTest {
    @Test
    void aNodesClassPathIsItsOwnJar() {
        String all = "/dist/lib/bcprov-1.87.jar:/dist/lib/controller-0.1.0.jar:/dist/lib/vrouter-agent-0.1.0.jar";
        assertEquals("/dist/lib/vrouter-agent-0.1.0.jar", classPath(all, NodeKind.VROUTER_AGENT));
        assertEquals("/dist/lib/controller-0.1.0.jar", classPath(all, NodeKind.CONTROLLER));
    }

    @Test
    void whereThereIsNoSuchJarItIsTheLaunchersClassPath() {
        String classes = "/work/lab/target/classes:/work/vrouter-agent/target/classes:/lib/controller-api.jar";
        assertEquals(classes, classPath(classes, NodeKind.VROUTER_AGENT));
        assertEquals(classes, classPath(classes, NodeKind.CONTROLLER));
    }

    private static String classPath(String launcher, NodeKind kind) {
        List<String> command =
                new NodeJvm("java", launcher, null, false).command(kind, Path.of("node.yml"), "127.0.0.1:1");
        return command.get(command.indexOf("-cp") + 1);
    }
}
