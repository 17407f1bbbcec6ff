package net.minitrail.lab.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.io.CharStreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minitrail.lab.process.Netns;
import net.minitrail.lab.process.Programs;
import net.minitrail.lab.process.SpeakerMeans;
import net.minitrail.lab.speaker.Speaker;
import net.minitrail.lab.topology.NodeKind;
import picocli.CommandLine.Command;

/** {@code doctor}: what this machine has of what labs and tests need. */
@Command(
        name = "doctor",
        description = "Checks what labs and tests need on this machine.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:labs can run", "5:something that every lab needs is missing"})
final class DoctorCommand implements Callable<Integer> {
    private static final int LACKING = 5;
    private static final ImmutableList<String> TOOLS = ImmutableList.of("tshark", "tcpdump");
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");

    private final Minitrail program;
    private boolean fit = true;

    DoctorCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException {
        Page page = Page.of("doctor", null, "check", "result", "detail");
        row(
                page,
                "java",
                Runtime.version().feature() >= 17,
                true,
                Runtime.version().toString());
        row(page, "loopback 127.0.0.0/8", loopback(), true, "every node has an address of it");
        row(page, "ports 1179 5269 8082 8083", portsFree(), true, "free on 127.1.0.1");
        row(page, "setsid", Programs.find("setsid").isPresent(), false, "keeps nodes alive when the terminal closes");
        row(page, "memory", true, false, memory());
        row(
                page,
                "root",
                "root".equals(System.getProperty("user.name")),
                false,
                "installs what is missing; most labs need none");
        String lacking = Netns.lacking();
        row(
                page,
                "wiring netns",
                lacking.isEmpty(),
                false,
                lacking.isEmpty() ? "labs may have it" : "needs " + lacking);
        for (NodeKind kind : NodeKind.values()) {
            if (kind.isSpeaker()) {
                speaker(page, kind.word(), Speaker.of(kind));
            }
        }
        for (String tool : TOOLS) {
            var found = Programs.find(tool);
            row(page, tool, found.isPresent(), false, found.map(Path::toString).orElse("apt-get install " + tool));
        }
        program.printer().print(page);
        return fit ? 0 : LACKING;
    }

    private void speaker(Page page, String kind, Speaker speaker) throws IOException {
        boolean installed = SpeakerMeans.isInstalled(speaker);
        String detail = installed
                ? version(speaker) + " " + speaker.daemon() + (speaker.needsRoot() ? ", as root only" : "")
                : "apt-get install " + speaker.debianPackage();
        row(page, kind, installed, false, detail);
    }

    private static String version(Speaker speaker) throws IOException {
        List<String> command = new ArrayList<>(speaker.version());
        command.set(0, Programs.find(command.get(0)).map(Path::toString).orElse(command.get(0)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = CharStreams.toString(process.inputReader(StandardCharsets.UTF_8));
        Matcher version = VERSION.matcher(said);
        return version.find() ? version.group() : "of an unknown version";
    }

    private void row(Page page, String check, boolean good, boolean needed, String detail) {
        fit &= good || !needed;
        page.rows()
                .addObject()
                .put("check", check)
                .put("result", good ? "ok" : needed ? "MISSING" : "no")
                .put("detail", detail);
    }

    private static boolean loopback() {
        return binds(0);
    }

    private static boolean portsFree() {
        return binds(1179) && binds(5269) && binds(8082) && binds(8083);
    }

    private static boolean binds(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 1, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String memory() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB available")
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
