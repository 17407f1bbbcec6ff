package net.minitrail.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.minitrail.lab.topology.NodeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeJvmTest {
    @TempDir
    private Path lib;

    @Test
    void aNodesClassPathIsItsOwnJarBesideTheLaunchers() throws IOException {
        for (String jar : List.of("controller-0.1.0.jar", "lab-0.1.0.jar", "vrouter-agent-0.1.0.jar")) {
            Files.createFile(lib.resolve(jar));
        }
        String launcher = lib.resolve("lab-0.1.0.jar").toString();

        assertEquals(lib.resolve("vrouter-agent-0.1.0.jar").toString(), classPath(launcher, NodeKind.VROUTER_AGENT));
        assertEquals(lib.resolve("controller-0.1.0.jar").toString(), classPath(launcher, NodeKind.CONTROLLER));
    }

    @Test
    void whereThereIsNoSuchJarItIsTheLaunchersClassPath() throws IOException {
        Files.createFile(lib.resolve("controller-api.jar"));
        String classes = lib.resolve("classes") + ":/work/vrouter-agent/target/classes";

        assertEquals(classes, classPath(classes, NodeKind.VROUTER_AGENT));
        assertEquals(classes, classPath(classes, NodeKind.CONTROLLER));
    }

    private static String classPath(String launcher, NodeKind kind) {
        List<String> command =
                new NodeJvm("java", launcher, null, false).command(kind, Path.of("node.yml"), "127.0.0.1:1");
        return command.get(command.indexOf("-cp") + 1);
    }
}
