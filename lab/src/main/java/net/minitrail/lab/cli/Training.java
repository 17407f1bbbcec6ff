package net.minitrail.lab.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import net.minitrail.lab.topology.LabCatalog;
import net.minitrail.net.runtime.ProgramLog;

/**
 * Walks once through what users do most, so that the JVMs of launcher and nodes, started with {@code
 * -XX:DumpLoadedClassList}, write down the classes that it takes. The launcher script runs it after a build.
 */
public final class Training {
    private static final String[][] WALK = {
        {"labs"},
        {"validate", LabCatalog.DEFAULT},
        {"up", LabCatalog.DEFAULT},
        {"status"},
        {"status", "-o", "json"},
        {"inspect", "routes", "-o", "json"},
        {"inspect", "routes", "--vrf", "test_vn"},
        {"exec", "sdn-gw", "show bgp summary"},
        {"exec", "sdn-gw", "show route table test_vn.inet.0"},
        {"exec", "sdn-gw", "ping routing-instance test_vn 192.168.1.3 source 100.100.100.100 rapid count 5"},
        {"exec", "compute-1", "vif --list"},
        {"exec", "vm1", "ifconfig"},
        {"down"}
    };

    private Training() {}

    /** Fails if the lab cannot be started; that some command does not work yet is no reason to. */
    public static void main(String[] arguments) {
        ProgramLog.use();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int worst = 0;
        for (String[] words : WALK) {
            out.println("$ minitrail " + String.join(" ", words));
            int status = Main.run(out, out, words);
            worst = words[0].equals("up") || words[0].equals("down") ? Math.max(worst, status) : worst;
        }
        System.exit(worst);
    }
}
