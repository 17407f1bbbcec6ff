package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Arrays;
import java.util.OptionalLong;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** Collects {@link PathAttributes}. Each setter replaces what was there. For one thread. */
public final class PathAttributesBuilder {
    Origin origin = Origin.INCOMPLETE;
    AsPath asPath = AsPath.EMPTY;

    @Nullable
    IpAddress nextHop;

    long med = PathAttributes.ABSENT;
    long localPref = PathAttributes.ABSENT;
    Communities communities = Communities.NONE;
    ExtendedCommunities extendedCommunities = ExtendedCommunities.NONE;

    private @Nullable RareAttributes rareBefore = RareAttributes.NONE;
    private boolean atomicAggregate;
    private @Nullable Aggregator aggregator;
    private @Nullable Ipv4Address originatorId;
    private ClusterList clusterList = ClusterList.EMPTY;
    private @Nullable PmsiTunnel pmsi;
    private @Nullable OctetString tunnelEncapsulation;
    private OptionalLong aigp = OptionalLong.empty();
    private ImmutableSortedSet<OctetString> ipv6ExtendedCommunities = ImmutableSortedSet.of();
    private ImmutableSortedSet<LargeCommunity> largeCommunities = ImmutableSortedSet.of();
    private ImmutableList<RawAttribute> unknown = ImmutableList.of();

    PathAttributesBuilder() {}

    PathAttributesBuilder(PathAttributes from) {
        origin = from.origin();
        asPath = from.asPath();
        nextHop = from.nextHop().orElse(null);
        med = from.medOr(PathAttributes.ABSENT);
        localPref = from.localPrefOr(PathAttributes.ABSENT);
        communities = from.communities();
        extendedCommunities = from.extendedCommunities();
        RareAttributes rare = from.rare();
        rareBefore = rare;
        atomicAggregate = rare.atomicAggregate();
        aggregator = rare.aggregator();
        originatorId = rare.originatorId();
        clusterList = rare.clusterList();
        pmsi = rare.pmsi();
        tunnelEncapsulation = rare.tunnelEncapsulation();
        aigp = from.aigp();
        ipv6ExtendedCommunities = rare.ipv6ExtendedCommunities();
        largeCommunities = rare.largeCommunities();
        unknown = rare.unknown();
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder origin(Origin value) {
        origin = value;
        return this;
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder asPath(AsPath value) {
        asPath = value;
        return this;
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder nextHop(@Nullable IpAddress value) {
        nextHop = value;
        return this;
    }

    /** 0 to 4294967295. */
    @CanIgnoreReturnValue
    public PathAttributesBuilder med(long value) {
        med = checkMetric(value);
        return this;
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder noMed() {
        med = PathAttributes.ABSENT;
        return this;
    }

    /** 0 to 4294967295. */
    @CanIgnoreReturnValue
    public PathAttributesBuilder localPref(long value) {
        localPref = checkMetric(value);
        return this;
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder noLocalPref() {
        localPref = PathAttributes.ABSENT;
        return this;
    }

    private static long checkMetric(long value) {
        checkArgument(value >>> 32 == 0, "metric %s is not in 0..4294967295", value);
        return value;
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder communities(Communities value) {
        communities = value;
        return this;
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder extendedCommunities(ExtendedCommunities value) {
        extendedCommunities = value;
        return this;
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder atomicAggregate(boolean value) {
        atomicAggregate = value;
        return rareChanged();
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder aggregator(@Nullable Aggregator value) {
        aggregator = value;
        return rareChanged();
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder originatorId(@Nullable Ipv4Address value) {
        originatorId = value;
        return rareChanged();
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder clusterList(ClusterList value) {
        clusterList = value;
        return rareChanged();
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder pmsi(@Nullable PmsiTunnel value) {
        pmsi = value;
        return rareChanged();
    }

    /** The value of the attribute, or null for none; must be well-formed (RFC 9012 section 2). */
    @CanIgnoreReturnValue
    public PathAttributesBuilder tunnelEncapsulation(@Nullable OctetString value) {
        tunnelEncapsulation = value;
        return rareChanged();
    }

    /** An unsigned number of 64 bits, or empty for none. */
    @CanIgnoreReturnValue
    public PathAttributesBuilder aigp(OptionalLong value) {
        aigp = value;
        return rareChanged();
    }

    /** Each of 20 octets. */
    @CanIgnoreReturnValue
    public PathAttributesBuilder ipv6ExtendedCommunities(Iterable<OctetString> value) {
        ipv6ExtendedCommunities = ImmutableSortedSet.copyOf(value);
        for (OctetString community : ipv6ExtendedCommunities) {
            checkArgument(community.length() == 20, "community of %s octets (expected: 20)", community.length());
        }
        return rareChanged();
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder largeCommunities(LargeCommunity... value) {
        return largeCommunities(Arrays.asList(value));
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder largeCommunities(Iterable<LargeCommunity> value) {
        largeCommunities = ImmutableSortedSet.copyOf(value);
        return rareChanged();
    }

    @CanIgnoreReturnValue
    public PathAttributesBuilder unknown(Iterable<RawAttribute> value) {
        unknown = ImmutableList.copyOf(value);
        return rareChanged();
    }

    @CanIgnoreReturnValue
    PathAttributesBuilder addUnknown(RawAttribute value) {
        return unknown(
                ImmutableList.<RawAttribute>builder().addAll(unknown).add(value).build());
    }

    @CanIgnoreReturnValue
    private PathAttributesBuilder rareChanged() {
        rareBefore = null;
        return this;
    }

    public PathAttributes build() {
        return new PathAttributes(this, rareBefore != null ? rareBefore : rare());
    }

    private RareAttributes rare() {
        var rare = new RareAttributes(
                atomicAggregate,
                aggregator,
                originatorId,
                clusterList,
                pmsi,
                tunnelEncapsulation,
                aigp.orElse(0),
                aigp.isPresent(),
                ipv6ExtendedCommunities,
                largeCommunities,
                unknown);
        return rare.equals(RareAttributes.NONE) ? RareAttributes.NONE : rare;
    }
}
