package net.minitrail.net.underlay;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Copies what passes a node's capture points to a stream as pcapng, until the reader goes away. */
public final class CaptureStream {
    /** How long without a frame until the reader's presence is checked by a flush, in milliseconds. */
    private static final long IDLE = 500;

    private CaptureStream() {}

    /** Returns when writing fails because nobody reads, or the thread is interrupted. */
    public static void copy(CaptureHub hub, List<String> points, OutputStream out) throws IOException {
        try (CaptureHub.Capture capture = hub.open(points)) {
            var writer = new PcapngWriter(out, points);
            while (true) {
                CapturedFrame frame = capture.next(IDLE);
                if (frame != null) {
                    writer.frame(frame.point(), frame.time(), frame.frame());
                } else {
                    writer.statistics(0);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
