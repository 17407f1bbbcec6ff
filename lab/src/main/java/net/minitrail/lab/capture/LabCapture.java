package net.minitrail.lab.capture;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.process.NodeClient;
import net.minitrail.lab.process.RunningNode;
import org.jspecify.annotations.Nullable;

/** Listens at several points of a lab at once. */
public final class LabCapture implements AutoCloseable {
    private final List<CapturePoint> points;
    private final List<InputStream> streams = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable IOException> failed = new AtomicReference<>();
    private volatile boolean closed;

    /** Takes packets, one at a time, from several threads. */
    @FunctionalInterface
    public interface Sink {
        /** A packet of the point with this index among those asked for. */
        void packet(int point, Instant time, byte[] frame) throws IOException;
    }

    /** Of these points; nothing is opened yet. */
    public LabCapture(List<CapturePoint> points) {
        this.points = List.copyOf(points);
    }

    /** Opens all streams and copies their packets to the sink from then on; when this returns, nothing is missed. */
    public void start(Sink sink) throws IOException {
        ImmutableListMultimap<RunningNode, CapturePoint> byNode = Multimaps.index(points, CapturePoint::node);
        for (RunningNode node : byNode.keySet()) {
            List<CapturePoint> here = byNode.get(node);
            InputStream in = NodeClient.of(node)
                    .capture(here.stream().map(CapturePoint::point).toList());
            streams.add(in);
            PcapngReader reader = new PcapngReader(in);
            reader.begin();
            Thread thread = new Thread(() -> copy(reader, here, sink), "capture-" + node.name());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Waits until the nodes go away, the sink fails, or the capture is closed. */
    public void await() throws IOException, InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        IOException failure = failed.get();
        if (failure != null && !closed) {
            throw failure;
        }
    }

    private void copy(PcapngReader reader, List<CapturePoint> here, Sink sink) {
        try {
            for (PcapngReader.@Nullable Packet packet = reader.next(); packet != null; packet = reader.next()) {
                int point = points.indexOf(here.get(packet.point()));
                synchronized (this) {
                    sink.packet(point, packet.time(), packet.frame());
                }
            }
        } catch (IOException | LabException e) {
            failed.compareAndSet(null, e instanceof IOException io ? io : new IOException(e));
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        for (InputStream stream : streams) {
            stream.close();
        }
    }
}
