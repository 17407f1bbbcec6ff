package net.minitrail.gateway.forwarding;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.minitrail.net.Ipv4Address;

/** What commands want of packets. Thread-safe. */
public interface Packets {

    /**
     * Sends one ICMP echo request and waits for its answer.
     *
     * @param vrf routing instance, or empty for the main one
     * @param size of the data in octets
     * @param timeout after which the answer counts as lost
     */
    CompletableFuture<Echo> echo(
            String vrf,
            Ipv4Address source,
            Ipv4Address destination,
            int identifier,
            int sequence,
            int size,
            int ttl,
            Duration timeout);

    /** The address that a packet to {@code destination} would bear, if there is a way there. */
    Optional<Ipv4Address> sourceFor(String vrf, Ipv4Address destination);

    /**
     * What came of an echo request.
     *
     * @param outcome whether it was answered, by whom, or why not
     * @param nanos from sending to the answer
     * @param ttl of the answer, as it arrived
     */
    record Echo(Outcome outcome, Ipv4Address from, long nanos, int ttl) {}

    /** The kinds of answer. */
    enum Outcome {
        REPLY,
        LOST,
        NO_ROUTE,
        UNREACHABLE,
        TTL_EXCEEDED
    }
}
