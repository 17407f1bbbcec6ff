package net.minitrail.bgp.rib;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.AsPath;
import net.minitrail.bgp.wire.ClusterList;
import net.minitrail.bgp.wire.Communities;
import net.minitrail.bgp.wire.Community;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.PathAttributesBuilder;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** What the members of an update group may be told, and with which attributes. Immutable. */
final class ExportRules {
    private static final long NON_TRANSITIVE = 1L << 62;

    private final ExportKey key;
    private final RibConfig config;
    private final boolean plain;

    ExportRules(ExportKey key, RibConfig config) {
        this.key = key;
        this.config = config;
        AddressFamily family = key.table().family();
        this.plain = family == AddressFamily.IPV4_UNICAST || family == AddressFamily.IPV6_UNICAST;
    }

    /** Whether a member, other than the source itself, may be told of {@code path}. */
    boolean permits(Path path) {
        PathAttributes attributes = path.attributes();
        if (isReflection(path) && (config.clusterId().isEmpty() || !(key.client() || isOfClient(path)))) {
            return false;
        }
        Communities communities = attributes.communities();
        if (!communities.isEmpty() && !permits(communities)) {
            return false;
        }
        if (key.isInternal()) {
            return true;
        }
        boolean loops = !key.policy().asOverride() && attributes.asPath().contains(key.peerAs());
        boolean unfitStale = path.isLongLivedStale() && !key.policy().longLivedGracefulRestart();
        return !loops && !unfitStale;
    }

    private boolean permits(Communities communities) {
        return !communities.contains(Community.NO_ADVERTISE)
                && (key.isInternal()
                        || (!communities.contains(Community.NO_EXPORT)
                                && !communities.contains(Community.NO_EXPORT_SUBCONFED)));
    }

    /**
     * Whether the source of {@code path} is told of it too: a client whose own target membership is the best has to hear
     * that we want the target as well (RFC 4684 section 3.2).
     */
    boolean tellsSource() {
        return key.table().family() == AddressFamily.ROUTE_TARGET && key.client();
    }

    private boolean isReflection(Path path) {
        return key.isInternal()
                && path.source().isInternal()
                && path.source().kind() == PathSource.Kind.BGP
                && !path.isSecondary();
    }

    private static boolean isOfClient(Path path) {
        return path.source() instanceof RibPeer peer && peer.settings().routeReflectorClient();
    }

    /** The attributes that a permitted path is sent with; the same object if nothing changes. */
    PathAttributes attributes(Path path) {
        PathAttributes attributes = path.attributes();
        PathAttributesBuilder changed = key.isInternal() ? internal(path, attributes) : external(attributes);
        if (plain && !attributes.extendedCommunities().isEmpty()) {
            changed = changed == null ? attributes.toBuilder() : changed;
            changed.extendedCommunities(ExtendedCommunities.NONE);
        }
        if (key.policy().nextHopSelf() != null) {
            changed = changed == null ? attributes.toBuilder() : changed;
            changed.nextHop(key.policy().nextHopSelf());
        }
        if (path.isLongLivedStale()) {
            changed = stale(attributes, changed == null ? attributes.toBuilder() : changed);
        }
        return changed == null ? attributes : changed.build();
    }

    private @Nullable PathAttributesBuilder internal(Path path, PathAttributes attributes) {
        PathAttributesBuilder changed = null;
        if (attributes.localPref().isEmpty()) {
            changed = attributes.toBuilder().localPref(PathOrder.DEFAULT_LOCAL_PREF);
        }
        if (isReflection(path)) {
            changed = changed == null ? attributes.toBuilder() : changed;
            if (tellsSource()) {
                changed.originatorId(config.routerId());
            } else if (attributes.originatorId().isEmpty()) {
                changed.originatorId(new Ipv4Address(path.source().routerId()));
            }
            changed.clusterList(
                    attributes.clusterList().prepend(config.clusterId().orElseThrow()));
        }
        return changed;
    }

    private PathAttributesBuilder external(PathAttributes attributes) {
        AsPath asPath = key.policy().asOverride() ? overridden(attributes.asPath()) : attributes.asPath();
        PathAttributesBuilder changed = attributes.toBuilder().noLocalPref().asPath(asPath.prepend(key.localAs()));
        if (!attributes.asPath().isEmpty()) {
            changed.noMed();
        }
        if (attributes.originatorId().isPresent() || !attributes.clusterList().isEmpty()) {
            changed.originatorId(null).clusterList(ClusterList.EMPTY);
        }
        if (attributes.aigp().isPresent()) {
            changed.aigp(OptionalLong.empty());
        }
        return changed.extendedCommunities(
                attributes.extendedCommunities().filterValues(value -> (value & NON_TRANSITIVE) == 0));
    }

    private AsPath overridden(AsPath path) {
        if (!path.contains(key.peerAs())) {
            return path;
        }
        List<Long> ases = new ArrayList<>();
        path.forEach(as -> ases.add(as == key.peerAs() ? key.localAs() : as));
        return AsPath.of(ases.stream().mapToLong(Long::longValue).toArray());
    }

    /** RFC 9494 sections 4.3 and 4.6. */
    private PathAttributesBuilder stale(PathAttributes attributes, PathAttributesBuilder changed) {
        Communities marked = attributes.communities().with(Community.LLGR_STALE);
        return key.policy().longLivedGracefulRestart()
                ? changed.communities(marked)
                : changed.localPref(0).communities(marked.with(Community.NO_EXPORT));
    }
}
