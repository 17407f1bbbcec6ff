package net.minitrail.lab.scenario;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.minitrail.lab.capture.CapturePoint;
import net.minitrail.lab.capture.LabCapture;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.packet.TcpNumbers;
import tools.jackson.databind.JsonNode;

/** Makes packets by another check, and looks at those that pass a capture point meanwhile, as lines of text. */
record PacketCheck(String at, ImmutableList<String> contains, ImmutableList<String> lacks, Check cause)
        implements Check {
    /** How long the last packets may be on their way when the cause is over. */
    private static final Duration LATE = Duration.ofSeconds(1);

    static PacketCheck of(JsonNode packets, Check cause) {
        return new PacketCheck(
                packets.path("at").asString(), texts(packets.path("contains")), texts(packets.path("lacks")), cause);
    }

    @Override
    public boolean once() {
        return cause.once();
    }

    @Override
    public Verdict look(RunningLab lab) throws IOException, InterruptedException {
        List<String> lines = new CopyOnWriteArrayList<>();
        Semaphore more = new Semaphore(0);
        Verdict verdict;
        try (LabCapture capture = new LabCapture(List.of(CapturePoint.parse(lab, at)))) {
            var numbers = new TcpNumbers();
            capture.start((point, time, frame) -> {
                lines.add(PacketText.line(time, frame, false, numbers));
                more.release();
            });
            verdict = cause.look(lab);
            if (!verdict.holds()) {
                return verdict;
            }
            long end = System.nanoTime() + LATE.toNanos();
            while (!missing(lines).isEmpty() && System.nanoTime() < end) {
                more.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }
        List<String> wrong = lacks.stream()
                .filter(part -> lines.stream().anyMatch(line -> line.contains(part)))
                .toList();
        if (missing(lines).isEmpty() && wrong.isEmpty()) {
            return verdict;
        }
        return Verdict.bad("at " + at + ", lacks: " + missing(lines) + ", must not be there: " + wrong + "\n"
                + String.join("\n", lines.stream().limit(20).toList()));
    }

    private List<String> missing(List<String> lines) {
        return contains.stream()
                .filter(part -> lines.stream().noneMatch(line -> line.contains(part)))
                .toList();
    }

    private static ImmutableList<String> texts(JsonNode list) {
        ImmutableList.Builder<String> texts = ImmutableList.builder();
        list.forEach(text -> texts.add(text.asString()));
        return texts.build();
    }
}
