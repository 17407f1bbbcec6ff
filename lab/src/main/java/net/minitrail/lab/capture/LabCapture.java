package net.minitrail.lab.capture;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.process.NodeClient;
import net.minitrail.lab.process.RunningNode;
import org.jspecify.annotations.Nullable;

/** Listens at several points of a lab at once. */
public final class LabCapture implements AutoCloseable {
    private final List<CapturePoint> points;
    private final List<InputStream> streams = new ArrayList<>();

    /** Takes packets, one at a time, from several threads. */
    @FunctionalInterface
    public interface Sink {
        /** A packet of the point with this index among those asked for. */
        void packet(int point, Instant time, byte[] frame) throws IOException;
    }

    /** Opens all streams: when this returns, nothing that passes is missed. */
    public LabCapture(List<CapturePoint> points) {
        this.points = List.copyOf(points);
    }

    /** Copies packets to the sink until the nodes go away or it fails. */
    public void run(Sink sink) throws IOException, InterruptedException {
        ImmutableListMultimap<RunningNode, CapturePoint> byNode = Multimaps.index(points, CapturePoint::node);
        List<Thread> threads = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        for (RunningNode node : byNode.keySet()) {
            List<CapturePoint> here = byNode.get(node);
            InputStream in = NodeClient.of(node)
                    .capture(here.stream().map(CapturePoint::point).toList());
            streams.add(in);
            Thread thread = new Thread(() -> copy(in, here, sink, failures), "capture-" + node.name());
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
        }
    }

    private void copy(InputStream in, List<CapturePoint> here, Sink sink, List<IOException> failures) {
        PcapngReader reader = new PcapngReader(in);
        try {
            for (PcapngReader.@Nullable Packet packet = reader.next(); packet != null; packet = reader.next()) {
                int point = points.indexOf(here.get(packet.point()));
                synchronized (this) {
                    sink.packet(point, packet.time(), packet.frame());
                }
            }
        } catch (IOException | LabException e) {
            synchronized (failures) {
                failures.add(e instanceof IOException io ? io : new IOException(e));
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (InputStream stream : streams) {
            stream.close();
        }
    }
}
