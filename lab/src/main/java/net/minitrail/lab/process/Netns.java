package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import com.google.common.io.CharStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.Lab;
import net.minitrail.net.underlay.Wiring;
import org.jspecify.annotations.Nullable;

/**
 * The network namespaces of a lab that is being started: made, and taken away again unless {@link #keep} is called. One
 * process does both, one after the other, and outlives the launcher; so nothing stays even if the launcher is killed. On
 * loopback wiring there are none, and nothing happens.
 */
public final class Netns implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT HUP TERM PIPE
            PATH=$PATH:/usr/sbin:/sbin
            record=$1 wires=$2
            shift 2
            made=
            unmake() { for name in $made; do ip netns del "$name"; done 2>/dev/null; }
            make() {
              for name; do ip netns add "$name" && made="$made $name" || return; done
              printf '%s\\n' $made >"$record" || return
              printf '%s\\n' "$wires" | while read -r words; do ip -n $words || exit; done
            }
            make "$@" || { unmake; exit 1; }
            exec 2>/dev/null
            echo made
            word=
            read -r word
            [ "$word" = keep ] || unmake
            """;

    private final @Nullable Process maker;

    private Netns(@Nullable Process maker) {
        this.maker = maker;
    }

    /** The namespace of a node; null on loopback wiring. */
    static @Nullable String of(Lab lab, String node) {
        return lab.wiring() == Wiring.NETNS ? NetnsPlan.namespace(lab, node) : null;
    }

    /** The command that runs {@code command} in a namespace; itself if that is null. */
    static List<String> inside(@Nullable String namespace, List<String> command) {
        if (namespace == null) {
            return command;
        }
        return ImmutableList.<String>builder()
                .add(ip(), "netns", "exec", namespace)
                .addAll(command)
                .build();
    }

    /**
     * Makes namespaces, bridge, interfaces and addresses.
     *
     * @throws LabException if the machine lacks what it takes
     */
    static Netns make(Lab lab, LabDirectory directory) throws IOException {
        if (lab.wiring() == Wiring.LOOPBACK) {
            return new Netns(null);
        }
        requireMeans();
        directory.create();
        NetnsPlan plan = NetnsPlan.of(lab);
        List<String> command = Spawner.detached("sh", "-c", SCRIPT, "minitrail-netns");
        command.add(record(directory).toString());
        command.add(String.join("\n", plan.wires()));
        command.addAll(plan.namespaces());
        Process maker = new ProcessBuilder(command).start();
        int first = maker.getInputStream().read(); // of the word "made", or the end
        if (first < 0) {
            String said = CharStreams.toString(maker.errorReader(StandardCharsets.UTF_8));
            throw new LabException(
                    ErrorCode.MACHINE_LACKS, "wiring netns: cannot make network namespaces: " + said.strip(), null);
        }
        return new Netns(maker);
    }

    /** What is there stays. */
    void keep() throws IOException {
        if (maker != null) {
            try (var word = maker.outputWriter(StandardCharsets.UTF_8)) {
                word.write("keep\n");
            }
        }
    }

    /** Returns when what was not kept is gone. */
    @Override
    public void close() throws IOException {
        if (maker != null) {
            maker.getOutputStream().close();
            maker.onExit().join();
        }
    }

    /** Takes away what {@link #make} recorded in the directory of a lab; what is gone already is no error. */
    static void remove(LabDirectory directory) throws IOException {
        Path record = record(directory);
        if (!Files.exists(record)) {
            return;
        }
        for (String name : Files.readAllLines(record)) {
            Path file = Path.of("/run/netns", name);
            if (Files.exists(file)) {
                delete(name, file);
            }
        }
    }

    private static void delete(String name, Path file) throws IOException {
        Process ip = new ProcessBuilder(ip(), "netns", "del", name)
                .redirectErrorStream(true)
                .start();
        String said = CharStreams.toString(ip.inputReader(StandardCharsets.UTF_8));
        if (Files.exists(file)) { // else it is gone, whoever was first
            throw new IOException("ip netns del " + name + ": " + said.strip());
        }
    }

    /** What this machine or user lacks for netns wiring, in words; empty if nothing. */
    public static String lacking() throws IOException {
        List<String> lacking = new ArrayList<>();
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            lacking.add("root");
        }
        if (Programs.find("ip").isEmpty()) {
            lacking.add("the command ip (on Debian: apt-get install iproute2)");
        }
        return String.join(", ", lacking);
    }

    private static void requireMeans() throws IOException {
        String lacking = lacking();
        if (!lacking.isEmpty()) {
            throw new LabException(
                    ErrorCode.MACHINE_LACKS, "wiring netns needs " + lacking, "wiring loopback needs neither");
        }
    }

    private static String ip() {
        return Programs.find("ip").map(Path::toString).orElse("ip");
    }

    private static Path record(LabDirectory directory) {
        return directory.path().resolve("namespaces");
    }
}
