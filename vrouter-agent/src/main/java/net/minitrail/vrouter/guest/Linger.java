package net.minitrail.vrouter.guest;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The end of a call, for a program that lingers on {@code close}: it is back when the close handshake is complete, so that
 * whoever looks at flows next sees none of its packets any more. Thread-safe.
 */
final class Linger {
    private static final int MOST_TURNS = 50;
    private static final long TURN_MILLIS = 100;

    private final CountDownLatch gone = new CountDownLatch(1);

    /** No segment of the call will be sent or expected any more. */
    void gone() {
        gone.countDown();
    }

    /**
     * Waits for that, not on the routing loop; at most for five seconds, as the other side may have vanished.
     *
     * @param out gets a sign of life now and then, to notice a reader who left
     */
    void await(Consumer<String> out) throws InterruptedException {
        for (int turn = 0; turn < MOST_TURNS && !gone.await(TURN_MILLIS, TimeUnit.MILLISECONDS); turn++) {
            out.accept("");
        }
    }
}
