package net.minitrail.gateway.forwarding;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.minitrail.net.IpAddress;

/** What commands want of packets. Thread-safe. */
public interface Packets {

    /**
     * Sends one echo request and waits for its answer.
     *
     * @param vrf routing instance, or empty for the main one
     * @param source of the family of {@code destination}
     * @param size of the data in octets
     * @param timeout after which the answer counts as lost
     */
    CompletableFuture<Echo> echo(
            String vrf,
            IpAddress source,
            IpAddress destination,
            int identifier,
            int sequence,
            int size,
            int ttl,
            Duration timeout);

    /** The address that a packet to {@code destination} would bear, if there is a way there. */
    Optional<IpAddress> sourceFor(String vrf, IpAddress destination);

    /**
     * What came of an echo request.
     *
     * @param outcome whether it was answered, by whom, or why not
     * @param nanos from sending to the answer
     * @param ttl of the answer, as it arrived
     */
    record Echo(Outcome outcome, IpAddress from, long nanos, int ttl) {}

    /** The kinds of answer. */
    enum Outcome {
        REPLY,
        LOST,
        NO_ROUTE,
        UNREACHABLE,
        TTL_EXCEEDED
    }
}
