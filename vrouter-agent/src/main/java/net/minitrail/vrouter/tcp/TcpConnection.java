package net.minitrail.vrouter.tcp;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import net.minitrail.net.IpAddress;
import net.minitrail.net.packet.TcpSegment;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.runtime.RoutingLoop.Timer;
import net.minitrail.vrouter.tcp.TcpStack.Ends;
import org.jspecify.annotations.Nullable;

/** One connection of a host, from its first segment to its last. Confined to the routing loop. */
public final class TcpConnection {
    private static final int MOST_UNSENT = 1 << 20;
    private static final int TRIES_TO_CONNECT = 6;
    private static final int TRIES = 15;
    private static final int MOST_DOUBLINGS = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private final TcpStack stack;
    private final RoutingLoop loop;
    private final Ends ends;
    private final Agreement agreement;
    private @Nullable TcpUser user;
    private byte[] unacknowledged = new byte[0];
    /** Sequence number of the first octet, or flag, that the other side has not acknowledged. */
    private int oldest;
    /** Sequence number of what is sent next; never more than the other side's window ahead. */
    private int next;

    private int expected;
    private int peerWindow;
    private boolean synAcknowledged;
    private boolean answering;
    private boolean closing;
    private boolean finSent;
    private boolean peerEnded;
    private boolean gone;
    private int tries;
    private @Nullable Timer retry;

    TcpConnection(TcpStack stack, RoutingLoop loop, Ends ends, int sequence, @Nullable TcpUser user) {
        this.stack = stack;
        this.loop = loop;
        this.ends = ends;
        this.agreement = new Agreement(loop);
        this.oldest = sequence;
        this.next = sequence;
        this.user = user;
    }

    void use(TcpUser newUser) {
        user = newUser;
    }

    public IpAddress remote() {
        return ends.remote();
    }

    /** The other side's port. */
    public int remotePort() {
        return ends.remotePort();
    }

    /** Begins a connection. */
    void call() {
        next = oldest + 1;
        segment(TcpSegment.SYN, oldest, new byte[0]);
        await();
    }

    /** Takes the segment that called us. */
    void answer(TcpSegment call) {
        answering = true;
        agreement.hear(call.options());
        expected = call.sequence() + 1;
        peerWindow = call.window();
        next = oldest + 1;
        segment(TcpSegment.SYN | TcpSegment.ACK, oldest, new byte[0]);
        await();
    }

    /**
     * Sends octets, in as many segments as it takes. Nothing is sent once {@link #close} was called. Throws {@code
     * IllegalStateException} if the other side has taken nothing for so long that a megabyte waits.
     */
    public void send(byte[] octets) {
        if (gone || closing) {
            return;
        }
        if (unacknowledged.length + octets.length > MOST_UNSENT) {
            throw new IllegalStateException("nobody takes what is sent to " + ends.remote());
        }
        var all = new ByteArrayOutputStream(unacknowledged.length + octets.length);
        all.writeBytes(unacknowledged);
        all.writeBytes(octets);
        unacknowledged = all.toByteArray();
        push();
    }

    /** How many octets were handed over that the other side has not acknowledged. */
    public int unsent() {
        return unacknowledged.length;
    }

    /** Sends no more than what was handed over; the connection ends when the other side has closed too. */
    public void close() {
        closing = true;
        push();
    }

    /** Ends the connection at once. */
    public void abort() {
        if (!gone) {
            segment(TcpSegment.RST | TcpSegment.ACK, next, new byte[0]);
            vanish();
        }
    }

    void vanish() {
        gone = true;
        stack.forget(ends);
        cancelRetry();
    }

    void receive(TcpSegment segment) {
        int flags = segment.flags();
        if ((flags & TcpSegment.RST) != 0) {
            reset(segment);
            return;
        }
        if ((flags & TcpSegment.SYN) != 0) {
            greeted(segment);
            return;
        }
        if ((flags & TcpSegment.ACK) == 0) {
            return;
        }
        if (agreement.isOld(segment)) {
            acknowledgeAll();
            return;
        }
        agreement.note(segment, expected);
        peerWindow = agreement.window(segment);
        acknowledge(segment.acknowledgment());
        if (!gone) {
            take(segment);
        }
        if (!gone) {
            push();
        }
    }

    /** A reset counts if it is about what we sent, or stands where the stream is. */
    private void reset(TcpSegment segment) {
        boolean valid = synAcknowledged || answering
                ? segment.sequence() == expected
                : (segment.flags() & TcpSegment.ACK) != 0 && segment.acknowledgment() == next;
        if (valid) {
            fail(synAcknowledged ? "Connection reset by peer" : "Connection refused");
        }
    }

    private void greeted(TcpSegment segment) {
        if (answering) {
            if (!synAcknowledged) {
                segment(TcpSegment.SYN | TcpSegment.ACK, oldest, new byte[0]);
            }
        } else if (synAcknowledged) {
            acknowledgeAll(); // our answer to its answer got lost
        } else if ((segment.flags() & TcpSegment.ACK) != 0 && segment.acknowledgment() == next) {
            agreement.hear(segment.options());
            expected = segment.sequence() + 1;
            peerWindow = segment.window();
            acknowledgeAll();
            acknowledge(segment.acknowledgment());
            push();
        }
    }

    private void acknowledge(int number) {
        int taken = number - oldest;
        if (taken <= 0 || number - next > 0) {
            return;
        }
        oldest = number;
        cancelRetry();
        tries = 0;
        if (!synAcknowledged) {
            synAcknowledged = true;
            taken--;
            if (user != null) {
                user.connected();
            }
        }
        boolean finTaken = finSent && taken > unacknowledged.length;
        unacknowledged =
                Arrays.copyOfRange(unacknowledged, Math.min(taken, unacknowledged.length), unacknowledged.length);
        if (finTaken && peerEnded) {
            finish();
        } else if (oldest != next) {
            await();
        }
    }

    private void take(TcpSegment segment) {
        byte[] payload = segment.payload();
        boolean ends = (segment.flags() & TcpSegment.FIN) != 0;
        if (payload.length == 0 && !ends) {
            return;
        }
        int old = expected - segment.sequence();
        if (old < 0 || old > payload.length || peerEnded) {
            acknowledgeAll(); // out of order, or known: says what is expected
            return;
        }
        byte[] fresh = old == 0 ? payload : Arrays.copyOfRange(payload, old, payload.length);
        expected += fresh.length + (ends ? 1 : 0);
        peerEnded = ends;
        acknowledgeAll();
        if (user != null && fresh.length > 0) {
            user.received(fresh);
        }
        if (ends && user != null && !gone) {
            user.ended();
        }
        if (ends && finSent && oldest == next) {
            finish();
        }
    }

    /** Sends what the window allows of what waits, and FIN behind the last of it. */
    private void push() {
        if (!synAcknowledged || gone || finSent) {
            return;
        }
        int sent = next - oldest;
        while (sent < unacknowledged.length && sent < peerWindow) {
            int length = Math.min(Math.min(agreement.segment(), unacknowledged.length - sent), peerWindow - sent);
            segment(TcpSegment.ACK | TcpSegment.PSH, next, Arrays.copyOfRange(unacknowledged, sent, sent + length));
            next += length;
            sent += length;
        }
        if (closing && sent == unacknowledged.length) {
            segment(TcpSegment.FIN | TcpSegment.ACK, next, new byte[0]);
            next++;
            finSent = true;
        }
        if (oldest != next && retry == null) {
            await();
        }
    }

    private void await() {
        cancelRetry();
        retry = loop.schedule(FIRST_WAIT.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS)), this::again);
    }

    /** Nothing was acknowledged in time: the oldest goes out once more. */
    private void again() {
        retry = null;
        if (gone || oldest == next) {
            return;
        }
        if (++tries >= (synAcknowledged ? TRIES : TRIES_TO_CONNECT)) {
            fail("Connection timed out");
            return;
        }
        if (!synAcknowledged) {
            segment(answering ? TcpSegment.SYN | TcpSegment.ACK : TcpSegment.SYN, oldest, new byte[0]);
        } else if (unacknowledged.length > 0) {
            int length = Math.min(Math.min(agreement.segment(), unacknowledged.length), next - oldest);
            segment(TcpSegment.ACK | TcpSegment.PSH, oldest, Arrays.copyOf(unacknowledged, length));
        } else {
            segment(TcpSegment.FIN | TcpSegment.ACK, oldest, new byte[0]);
        }
        await();
    }

    private void finish() {
        vanish();
        if (user != null) {
            user.closed();
        }
    }

    private void fail(String reason) {
        vanish();
        if (user != null) {
            user.failed(reason);
        }
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    private void acknowledgeAll() {
        segment(TcpSegment.ACK, next, new byte[0]);
    }

    private void segment(int flags, int sequence, byte[] payload) {
        boolean call = flags == TcpSegment.SYN;
        boolean first = (flags & TcpSegment.SYN) != 0;
        stack.send(
                ends,
                new TcpSegment(
                        ends.localPort(),
                        ends.remotePort(),
                        sequence,
                        call ? 0 : expected,
                        flags,
                        agreement.window(first),
                        call ? agreement.offer() : first ? agreement.answer() : agreement.options(),
                        payload));
    }
}
