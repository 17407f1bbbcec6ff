package net.minitrail.bgp.session;

import static net.minitrail.bgp.wire.BgpProtocolException.resetSession;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.OctetString;
import net.minitrail.bgp.wire.Open;
import net.minitrail.net.Ipv4Address;

/** Makes our OPEN, and compares the peer's with it (RFC 4271 sections 4.2 and 6.2, RFC 5492). Pure functions. */
final class Negotiation {
    private Negotiation() {}

    /** What we say of ourselves to a neighbor that knows no capabilities (RFC 5492 section 3): it can have IPv4 alone. */
    static Open plainOpen(NeighborConfig neighbor, Ipv4Address routerId) {
        int holdTime = (int) neighbor.options().holdTime().toSeconds();
        return new Open(neighbor.localAs(), holdTime, routerId.value(), ImmutableList.of());
    }

    /**
     * What we say of ourselves to a neighbor.
     *
     * @param restarting whether we have just restarted (RFC 4724 section 4.1)
     */
    static Open open(NeighborConfig neighbor, Ipv4Address routerId, boolean restarting) {
        SessionOptions options = neighbor.options();
        var capabilities = ImmutableList.<Capability>builder();
        for (AddressFamily family : options.families()) {
            capabilities.add(Capability.Multiprotocol.of(family));
        }
        capabilities.add(new Capability.RouteRefreshable());
        capabilities.add(new Capability.EnhancedRouteRefresh());
        capabilities.add(new Capability.FourOctetAs(neighbor.localAs()));
        if (options.extendedMessages()) {
            capabilities.add(new Capability.ExtendedMessages());
        }
        capabilities.add(gracefulRestart(options, restarting));
        if (!options.restart().longLivedTime().isZero()) {
            capabilities.add(longLived(options));
        }
        List<Capability.AddPath.PathsFamily> paths = Paths.offer(options);
        if (!paths.isEmpty()) {
            capabilities.add(new Capability.AddPath(ImmutableList.copyOf(paths)));
        }
        return new Open(
                neighbor.localAs(), (int) options.holdTime().toSeconds(), routerId.value(), capabilities.build());
    }

    /** Without an offer the list of families is empty: we only mark the end of the initial routes. */
    private static Capability.GracefulRestart gracefulRestart(SessionOptions options, boolean restarting) {
        int seconds = (int) options.restart().restartTime().toSeconds();
        var families = ImmutableList.<Capability.GracefulRestart.Family>builder();
        if (options.restart().isSome()) {
            for (AddressFamily family : options.families()) {
                families.add(new Capability.GracefulRestart.Family(family.afi(), family.safi(), true));
            }
        }
        return new Capability.GracefulRestart(
                restarting && options.restart().isSome(), options.restartHelper(), seconds, families.build());
    }

    private static Capability.LongLivedGracefulRestart longLived(SessionOptions options) {
        int seconds = (int) options.restart().longLivedTime().toSeconds();
        return new Capability.LongLivedGracefulRestart(options.families().stream()
                .map(family ->
                        new Capability.LongLivedGracefulRestart.StaleFamily(family.afi(), family.safi(), true, seconds))
                .collect(ImmutableList.toImmutableList()));
    }

    /**
     * What both can do.
     *
     * @param ours the OPEN we sent, made by {@link #open}
     * @throws BgpProtocolException if the peer is not the neighbor we want, or nothing could be exchanged
     */
    static Negotiated agree(NeighborConfig neighbor, Open ours, Open theirs) throws BgpProtocolException {
        checkIdentity(neighbor, ours, theirs);
        checkHoldTime(neighbor, theirs);
        boolean plain = ours.capabilities().isEmpty();
        ImmutableSet<AddressFamily> families = commonFamilies(
                plain
                        ? ImmutableSet.of(AddressFamily.IPV4_UNICAST)
                        : neighbor.options().families(),
                theirs);
        boolean internal = theirs.as() == neighbor.localAs();
        boolean mpIpv4 = !plain && theirs.has(Capability.Multiprotocol.of(AddressFamily.IPV4_UNICAST));
        var codec = new CodecOptions(
                        internal,
                        !plain
                                && theirs.capability(Capability.FourOctetAs.class)
                                        .isPresent(),
                        both(ours, theirs, new Capability.ExtendedMessages()),
                        !(mpIpv4 && neighbor.options().ipv4InMpReach()),
                        families)
                .withPaths(Paths.received(ours, theirs, families), Paths.sent(ours, theirs, families));
        return new Negotiated(
                neighbor.localAs(),
                theirs.as(),
                theirs.routerId(),
                Math.min(ours.holdTimeSeconds(), theirs.holdTimeSeconds()),
                families,
                theirs.has(new Capability.RouteRefreshable()),
                both(ours, theirs, new Capability.EnhancedRouteRefresh()),
                keepsRoutesOnNotification(ours) && keepsRoutesOnNotification(theirs),
                theirs.capability(Capability.GracefulRestart.class).orElse(null),
                theirs.capabilities(),
                codec);
    }

    private static boolean both(Open ours, Open theirs, Capability capability) {
        return ours.has(capability) && theirs.has(capability);
    }

    private static boolean keepsRoutesOnNotification(Open open) {
        return open.capability(Capability.GracefulRestart.class)
                .filter(Capability.GracefulRestart::notification)
                .isPresent();
    }

    private static void checkHoldTime(NeighborConfig neighbor, Open theirs) throws BgpProtocolException {
        long minimum = neighbor.options().minimumHoldTime().toSeconds();
        if (theirs.holdTimeSeconds() != 0 && theirs.holdTimeSeconds() < minimum) {
            throw resetSession(
                    ErrorCode.UNACCEPTABLE_HOLD_TIME,
                    OctetString.EMPTY,
                    "hold time %d s (expected: %d s or more)".formatted(theirs.holdTimeSeconds(), minimum));
        }
    }

    private static void checkIdentity(NeighborConfig neighbor, Open ours, Open theirs) throws BgpProtocolException {
        if (neighbor.peerAs() != NeighborConfig.ANY_AS && theirs.as() != neighbor.peerAs()) {
            throw resetSession(
                    ErrorCode.BAD_PEER_AS,
                    OctetString.EMPTY,
                    "peer AS %d (expected: %d)".formatted(theirs.as(), neighbor.peerAs()));
        }
        boolean internal = theirs.as() == ours.as();
        if (internal && theirs.bgpIdentifier() == ours.bgpIdentifier()) { // RFC 6286 section 2.2
            throw resetSession(
                    ErrorCode.BAD_BGP_IDENTIFIER,
                    OctetString.EMPTY,
                    "BGP identifier %s (expected: another than ours)".formatted(theirs.routerId()));
        }
    }

    /** A peer without the multiprotocol capability speaks IPv4 (RFC 4760 section 8). */
    private static ImmutableSet<AddressFamily> commonFamilies(Set<AddressFamily> offered, Open theirs)
            throws BgpProtocolException {
        Set<AddressFamily> known = EnumSet.noneOf(AddressFamily.class);
        boolean multiprotocol = false;
        for (Capability capability : theirs.capabilities()) {
            if (capability instanceof Capability.Multiprotocol family) {
                multiprotocol = true;
                AddressFamily one = family.family();
                if (one != null) {
                    known.add(one);
                }
            }
        }
        if (!multiprotocol) {
            known.add(AddressFamily.IPV4_UNICAST);
        }
        known.retainAll(offered);
        if (known.isEmpty()) { // RFC 5492 section 5: name what we cannot do without
            throw resetSession(
                    ErrorCode.UNSUPPORTED_CAPABILITY,
                    multiprotocolCapabilities(offered),
                    "no address family in common (expected: one of %s)".formatted(offered));
        }
        return Sets.immutableEnumSet(known);
    }

    private static OctetString multiprotocolCapabilities(Set<AddressFamily> families) {
        byte[] octets = new byte[families.size() * 6];
        int at = 0;
        for (AddressFamily family : families) {
            octets[at++] = Capability.Multiprotocol.CODE;
            octets[at++] = 4;
            octets[at++] = (byte) (family.afi() >> 8);
            octets[at++] = (byte) family.afi();
            octets[at++] = 0;
            octets[at++] = (byte) family.safi();
        }
        return OctetString.of(octets);
    }
}
