package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import net.minitrail.bgp.wire.AddressFamily;

/**
 * What we offer in OPEN. A session that is up keeps what it negotiated, so a change of any of these restarts it.
 *
 * @param holdTime zero (no keepalives), or 3 s to 65535 s, in whole seconds (RFC 4271 section 4.2)
 * @param families address families that may be exchanged; those the peer has too will be
 * @param restart how long the peer should keep our routes when we vanish
 * @param extendedMessages whether messages of up to 65535 octets are offered (RFC 8654)
 */
public record SessionOptions(
        Duration holdTime, ImmutableSet<AddressFamily> families, RestartOffer restart, boolean extendedMessages) {
    /** IPv4 and VPN-IPv4, hold time 90 s: what Contrail gives a neighbor without configured families. */
    public static final SessionOptions DEFAULT = new SessionOptions(
            Duration.ofSeconds(90),
            ImmutableSet.of(AddressFamily.IPV4_UNICAST, AddressFamily.VPN_IPV4),
            RestartOffer.NONE,
            true);

    public SessionOptions {
        long hold = holdTime.toSeconds();
        checkArgument(
                holdTime.toNanosPart() == 0 && (hold == 0 || (hold >= 3 && hold <= 65_535)),
                "hold time %s is not 0 s or 3 s to 65535 s",
                holdTime);
        checkArgument(!families.isEmpty(), "a neighbor without address families");
    }

    public SessionOptions withFamilies(AddressFamily... families) {
        return new SessionOptions(holdTime, ImmutableSet.copyOf(families), restart, extendedMessages);
    }

    public SessionOptions withFamilies(Iterable<AddressFamily> families) {
        return new SessionOptions(holdTime, ImmutableSet.copyOf(families), restart, extendedMessages);
    }

    public SessionOptions withHoldTime(Duration holdTime) {
        return new SessionOptions(holdTime, families, restart, extendedMessages);
    }

    public SessionOptions withRestart(RestartOffer restart) {
        return new SessionOptions(holdTime, families, restart, extendedMessages);
    }
}
