package net.minitrail.lab.process;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import net.minitrail.lab.topology.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * How a node's program is run: a small serial heap, the quick compiler only, and the class archive of its role if there is
 * one.
 *
 * @param java the executable
 * @param classPath of the launcher: its jar, beside which are those of the nodes
 * @param archives the directory of the class archives; null if there are none
 * @param train whether nodes list there the classes that they load, for an archive, in place of using one
 */
public record NodeJvm(
        String java, String classPath, @Nullable Path archives, boolean train) {

    /** As this launcher runs itself; the property {@code minitrail.archives} names the archives. */
    public static NodeJvm current() {
        String archives = System.getProperty("minitrail.archives");
        return new NodeJvm(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                archives == null ? null : Path.of(archives),
                Boolean.getBoolean("minitrail.train"));
    }

    /** The main class of a role. */
    public static String mainClass(NodeKind kind) {
        return switch (kind) {
            case CONTROLLER -> "net.minitrail.controller.Main";
            case VROUTER_AGENT -> "net.minitrail.vrouter.Main";
            case SDN_GATEWAY -> "net.minitrail.gateway.Main";
            case FRR, GOBGP, BIRD, OPENBGPD, EXABGP, EXTERNAL ->
                throw new IllegalArgumentException(kind + " is no program of ours");
        };
    }

    ImmutableList<String> command(NodeKind kind, Path config, String notify) {
        ImmutableList.Builder<String> command = ImmutableList.builder();
        command.add(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms8m",
                "-Xmn896k",
                "-Xmx" + heap(kind),
                "-Xss512k");
        command.add("-XX:ReservedCodeCacheSize=24m", "-XX:MaxMetaspaceSize=96m", "-XX:+ExitOnOutOfMemoryError");
        // The tables of strings and symbols have 3/4 MiB by default; the first grows by itself, the other has few of
        // its own.
        command.add("-XX:+UnlockExperimentalVMOptions", "-XX:StringTableSize=4096", "-XX:SymbolTableSize=4096");
        // What a start needed to compile goes back to the system; early releases of 17 cannot.
        command.add("-XX:CICompilerCount=1", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:TrimNativeHeapInterval=5000");
        command.add("-XX:-UsePerfData", "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr");
        // A start runs most methods some hundred times only: compiling those costs a quarter of its processor time.
        command.add("-XX:CompileThresholdScaling=12");
        // Netty's events for the JDK's flight recorder, which nobody runs here, are set up with the first buffer.
        command.add("-Dio.netty.jfr.enabled=false");
        // A pool of buffers costs more than it saves where there is so little to say.
        command.add("-Dio.netty.allocator.type=unpooled");
        // Netty's system calls, which it would unpack from a jar at each start.
        command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
        // At the address that it was made for, an archive is shared by all nodes; elsewhere, each patches a copy of its
        // own.
        command.add("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");
        if (archives != null) {
            Path archive = archives.resolve(kind.word() + ".jsa");
            if (train) {
                command.add("-XX:DumpLoadedClassList=" + archives.resolve(kind.word()));
            } else if (Files.exists(archive)) {
                command.add("-XX:SharedArchiveFile=" + archive);
            }
        }
        command.add("-cp", classPath(kind), mainClass(kind), "--config", config.toString(), "--notify", notify);
        return command.build();
    }

    /** The role's jar beside the launcher's, which names what it needs; the launcher's class path, if there is none. */
    private String classPath(NodeKind kind) {
        Path launcher = Path.of(
                Splitter.on(File.pathSeparatorChar).splitToList(classPath).get(0));
        Pattern jar = Pattern.compile(kind.word() + "-\\d.*\\.jar");
        String[] found = launcher.resolveSibling("")
                .toFile()
                .list((directory, name) -> jar.matcher(name).matches());
        return found == null || found.length == 0
                ? classPath
                : launcher.resolveSibling(found[0]).toString();
    }

    private static String heap(NodeKind kind) {
        return kind == NodeKind.CONTROLLER ? "96m" : "64m";
    }
}
