package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import net.minitrail.bgp.wire.AddressFamily;

/**
 * What we offer in OPEN, and insist on. A session that is up keeps what it negotiated, so a change of any of these restarts
 * it.
 *
 * @param holdTime zero (no keepalives), or 3 s to 65535 s, in whole seconds (RFC 4271 section 4.2)
 * @param minimumHoldTime a peer that offers less, other than zero, is refused; zero takes any
 * @param families address families that may be exchanged; those the peer has too will be
 * @param restart how long the peer should keep our routes when we vanish
 * @param restartHelper whether routes of a peer that restarts gracefully are kept while it is away (RFC 4724 section 4.2),
 *     after a NOTIFICATION too if both say so (RFC 8538)
 * @param paths families in which several paths to a prefix may be exchanged; those not in {@code families} do not count
 * @param extendedMessages whether messages of up to 65535 octets are offered (RFC 8654)
 * @param ipv4InMpReach whether 1/1 is announced in MP_REACH_NLRI, as Contrail does; else in the fields of RFC 4271, which
 *     every speaker takes
 */
public record SessionOptions(
        Duration holdTime,
        Duration minimumHoldTime,
        ImmutableSet<AddressFamily> families,
        RestartOffer restart,
        boolean restartHelper,
        ImmutableMap<AddressFamily, PathsOffer> paths,
        boolean extendedMessages,
        boolean ipv4InMpReach) {
    /** IPv4 and VPN-IPv4, hold time 90 s: what Contrail gives a neighbor without configured families. */
    public static final SessionOptions DEFAULT = new SessionOptions(
            Duration.ofSeconds(90),
            Duration.ZERO,
            ImmutableSet.of(AddressFamily.IPV4_UNICAST, AddressFamily.VPN_IPV4),
            RestartOffer.NONE,
            true,
            ImmutableMap.of(),
            true,
            false);

    public SessionOptions {
        long hold = holdTime.toSeconds();
        checkArgument(
                holdTime.toNanosPart() == 0 && (hold == 0 || (hold >= 3 && hold <= 65_535)),
                "hold time %s is not 0 s or 3 s to 65535 s",
                holdTime);
        checkArgument(!families.isEmpty(), "a neighbor without address families");
    }

    public SessionOptions withFamilies(AddressFamily... families) {
        return withFamilies(ImmutableSet.copyOf(families));
    }

    public SessionOptions withFamilies(Iterable<AddressFamily> families) {
        return new SessionOptions(
                holdTime,
                minimumHoldTime,
                ImmutableSet.copyOf(families),
                restart,
                restartHelper,
                paths,
                extendedMessages,
                ipv4InMpReach);
    }

    public SessionOptions withHoldTime(Duration holdTime) {
        return new SessionOptions(
                holdTime, minimumHoldTime, families, restart, restartHelper, paths, extendedMessages, ipv4InMpReach);
    }

    public SessionOptions withMinimumHoldTime(Duration minimumHoldTime) {
        return new SessionOptions(
                holdTime, minimumHoldTime, families, restart, restartHelper, paths, extendedMessages, ipv4InMpReach);
    }

    public SessionOptions withRestart(RestartOffer restart) {
        return new SessionOptions(
                holdTime, minimumHoldTime, families, restart, restartHelper, paths, extendedMessages, ipv4InMpReach);
    }

    public SessionOptions withRestartHelper(boolean restartHelper) {
        return new SessionOptions(
                holdTime, minimumHoldTime, families, restart, restartHelper, paths, extendedMessages, ipv4InMpReach);
    }

    public SessionOptions withExtendedMessages(boolean extendedMessages) {
        return new SessionOptions(
                holdTime, minimumHoldTime, families, restart, restartHelper, paths, extendedMessages, ipv4InMpReach);
    }

    public SessionOptions withIpv4InMpReach(boolean ipv4InMpReach) {
        return new SessionOptions(
                holdTime, minimumHoldTime, families, restart, restartHelper, paths, extendedMessages, ipv4InMpReach);
    }

    public SessionOptions withPaths(ImmutableMap<AddressFamily, PathsOffer> paths) {
        return new SessionOptions(
                holdTime, minimumHoldTime, families, restart, restartHelper, paths, extendedMessages, ipv4InMpReach);
    }
}
