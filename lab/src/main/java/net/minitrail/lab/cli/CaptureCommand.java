package net.minitrail.lab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import net.minitrail.lab.capture.CapturePoint;
import net.minitrail.lab.capture.LabCapture;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.packet.TcpNumbers;
import net.minitrail.net.underlay.PcapngWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code capture POINT… [-w FILE|-]}: packets as text lines, or into one pcapng with an interface block a point. */
@Command(name = "capture", description = "Shows or records the packets at one or several interfaces.")
final class CaptureCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "POINT", description = "NODE:INTERFACE, bgp:A-B or xmpp:A-B.")
    List<String> points = List.of();

    @Option(names = "-w", paramLabel = "FILE|-", description = "Write pcapng to a file, or to the standard output.")
    @Nullable
    String file;

    @Option(names = "-c", paramLabel = "N", description = "End after so many packets.")
    int count = Integer.MAX_VALUE;

    private final Minitrail program;
    private final Map<Integer, TcpNumbers> numbers = new HashMap<>();

    CaptureCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunningLab lab = program.selection().lab();
        List<CapturePoint> where =
                points.stream().map(text -> CapturePoint.parse(lab, text)).toList();
        try (LabCapture capture = new LabCapture(where)) {
            if (file == null) {
                capture.start(counted(capture, this::print));
                capture.await();
            } else {
                record(capture, file);
            }
        }
        return 0;
    }

    private void record(LabCapture capture, String target) throws IOException, InterruptedException {
        if (!program.quiet) {
            program.err().println("capturing " + String.join(", ", points) + "; Ctrl-C ends it");
        }
        if (target.equals("-")) {
            capture.start(counted(capture, new PcapngWriter(System.out, points)::frame));
            capture.await();
            return;
        }
        try (OutputStream out = Files.newOutputStream(Path.of(target))) {
            capture.start(counted(capture, new PcapngWriter(out, points)::frame));
            capture.await();
        }
    }

    private LabCapture.Sink counted(LabCapture capture, LabCapture.Sink sink) {
        AtomicInteger left = new AtomicInteger(count);
        return (point, time, frame) -> {
            if (left.get() > 0) {
                sink.packet(point, time, frame);
                if (left.decrementAndGet() == 0) {
                    capture.close();
                }
            }
        };
    }

    private void print(int point, java.time.Instant time, byte[] frame) {
        String where = points.size() == 1 ? "" : points.get(point) + "  ";
        program.out()
                .println(where
                        + PacketText.line(time, frame, false, numbers.computeIfAbsent(point, one -> new TcpNumbers())));
        program.out().flush();
    }
}
