package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import java.util.OptionalLong;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;

/**
 * What a router says about the routes of one UPDATE: all path attributes but the routes themselves, with the next hop.
 *
 * <p>Immutable, equal by content, with the hash computed once; {@code equals} of the same object is one comparison, so
 * routes are grouped for output by these objects. See {@link AttributeInterner}. Metrics are 0 to 4294967295.
 */
public final class PathAttributes {
    /** Stands for a metric that is not there. */
    static final long ABSENT = -1;

    private final Origin origin;
    private final AsPath asPath;
    private final @Nullable IpAddress nextHop;
    private final long med;
    private final long localPref;
    private final Communities communities;
    private final ExtendedCommunities extendedCommunities;
    private final RareAttributes rare;
    private final int hash;

    PathAttributes(PathAttributesBuilder from, RareAttributes rare) {
        this.origin = from.origin;
        this.asPath = from.asPath;
        this.nextHop = from.nextHop;
        this.med = from.med;
        this.localPref = from.localPref;
        this.communities = from.communities;
        this.extendedCommunities = from.extendedCommunities;
        this.rare = rare;
        int rest = extendedCommunities.hashCode() * 31 + communities.hashCode() + asPath.hashCode() * 17;
        this.hash = Hashes.mix(
                med << 34 ^ localPref << 2 ^ origin.value(),
                (long) rest << 32 ^ (nextHop == null ? 0 : nextHop.hashCode()) ^ (rare.isNone() ? 0 : rare.hashCode()));
    }

    /** A builder for locally made routes: origin incomplete, empty AS path, nothing else. */
    public static PathAttributesBuilder builder() {
        return new PathAttributesBuilder();
    }

    public PathAttributesBuilder toBuilder() {
        return new PathAttributesBuilder(this);
    }

    /** The same attributes with another next hop; this object if it is that already. */
    public PathAttributes withNextHop(IpAddress address) {
        return address.equals(nextHop) ? this : toBuilder().nextHop(address).build();
    }

    public Origin origin() {
        return origin;
    }

    public AsPath asPath() {
        return asPath;
    }

    /** Where to send traffic. Never absent in a decoded announcement; an IPv4-mapped address is given as IPv4. */
    public Optional<IpAddress> nextHop() {
        return Optional.ofNullable(nextHop);
    }

    /** The next hop of attributes that have one, as all decoded ones do. */
    public IpAddress requireNextHop() {
        if (nextHop == null) {
            throw new IllegalStateException("no next hop in " + this);
        }
        return nextHop;
    }

    public OptionalLong med() {
        return med == ABSENT ? OptionalLong.empty() : OptionalLong.of(med);
    }

    public long medOr(long absent) {
        return med == ABSENT ? absent : med;
    }

    public OptionalLong localPref() {
        return localPref == ABSENT ? OptionalLong.empty() : OptionalLong.of(localPref);
    }

    public long localPrefOr(long absent) {
        return localPref == ABSENT ? absent : localPref;
    }

    public Communities communities() {
        return communities;
    }

    public ExtendedCommunities extendedCommunities() {
        return extendedCommunities;
    }

    /** The route targets among the extended communities, ascending. */
    public ImmutableList<RouteTarget> routeTargets() {
        return extendedCommunities.routeTargets();
    }

    public boolean atomicAggregate() {
        return rare.atomicAggregate();
    }

    public Optional<Aggregator> aggregator() {
        return Optional.ofNullable(rare.aggregator());
    }

    /** The router that brought a reflected route into the AS (RFC 4456). */
    public Optional<Ipv4Address> originatorId() {
        return Optional.ofNullable(rare.originatorId());
    }

    public ClusterList clusterList() {
        return rare.clusterList();
    }

    public Optional<PmsiTunnel> pmsi() {
        return Optional.ofNullable(rare.pmsi());
    }

    /** The Tunnel Encapsulation attribute (type 23), well-formed, uninterpreted. */
    public Optional<OctetString> tunnelEncapsulation() {
        return Optional.ofNullable(rare.tunnelEncapsulation());
    }

    /** The accumulated IGP metric as an unsigned number of 64 bits (RFC 7311). */
    public OptionalLong aigp() {
        return rare.hasAigp() ? OptionalLong.of(rare.aigp()) : OptionalLong.empty();
    }

    /** Each of 20 octets (RFC 5701). */
    public ImmutableSortedSet<OctetString> ipv6ExtendedCommunities() {
        return rare.ipv6ExtendedCommunities();
    }

    public ImmutableSortedSet<LargeCommunity> largeCommunities() {
        return rare.largeCommunities();
    }

    /** Optional transitive attributes that are only passed on, in the order of the wire. */
    public ImmutableList<RawAttribute> unknown() {
        return rare.unknown();
    }

    RareAttributes rare() {
        return rare;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof PathAttributes that
                        && hash == that.hash
                        && origin == that.origin
                        && med == that.med
                        && localPref == that.localPref
                        && asPath.equals(that.asPath)
                        && (nextHop == null ? that.nextHop == null : nextHop.equals(that.nextHop))
                        && extendedCommunities.equals(that.extendedCommunities)
                        && communities.equals(that.communities)
                        && rare.equals(that.rare));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** For logs: {@code next-hop 192.168.100.3 as-path [] ? med 100 local-pref 200 [target:65500:101]}. */
    @Override
    public String toString() {
        var text = new StringBuilder("next-hop ").append(nextHop == null ? "-" : nextHop);
        text.append(" as-path [").append(asPath).append("] ").append(origin.symbol());
        med().ifPresent(value -> text.append(" med ").append(value));
        localPref().ifPresent(value -> text.append(" local-pref ").append(value));
        if (!communities.isEmpty()) {
            text.append(' ').append(communities);
        }
        if (!extendedCommunities.isEmpty()) {
            text.append(' ').append(extendedCommunities);
        }
        return (rare.isNone() ? text : text.append(' ').append(rare)).toString();
    }
}
