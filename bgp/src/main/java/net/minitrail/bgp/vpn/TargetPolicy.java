package net.minitrail.bgp.vpn;

import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;

/**
 * Import and export by lists of route targets, as the routing instances of Contrail have them. Confined to the routing loop.
 */
public final class TargetPolicy implements ImportPolicy, ExportPolicy {
    private static final int REMEMBERED = 1024;

    private final ImmutableSet<RouteTarget> imports;
    private final ImmutableSet<RouteTarget> connected;
    private final ImmutableSet<RouteTarget> exports;
    private final Function<Path, RouteDistinguisher> distinguisher;
    private final @Nullable ExtendedCommunity originNetwork;
    private final ExtendedCommunities added;

    /** So that routes which share their attributes in the VRF share them as VPN routes too. */
    private final Map<PathAttributes, PathAttributes> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PathAttributes, PathAttributes> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * The policy of an instance.
     *
     * @param imports its own targets; one of them is enough to come in
     * @param connected targets that instances connected to it export; they bring in IP routes only
     * @param exports added to every route that goes out
     * @param distinguisher the route distinguisher for a path of the instance
     * @param originNetwork added to routes that do not say which virtual network they come from, or null
     */
    public TargetPolicy(
            Iterable<RouteTarget> imports,
            Iterable<RouteTarget> connected,
            Iterable<RouteTarget> exports,
            Function<Path, RouteDistinguisher> distinguisher,
            @Nullable ExtendedCommunity originNetwork) {
        this.imports = ImmutableSet.copyOf(imports);
        this.connected = ImmutableSet.copyOf(connected);
        this.exports = ImmutableSet.copyOf(exports);
        this.distinguisher = distinguisher;
        this.originNetwork = originNetwork;
        this.added = ExtendedCommunities.ofTargets(this.exports.toArray(new RouteTarget[0]));
    }

    /** A policy with one fixed route distinguisher, for instances of one router. */
    public static TargetPolicy of(
            RouteDistinguisher distinguisher, Iterable<RouteTarget> imports, Iterable<RouteTarget> exports) {
        return new TargetPolicy(imports, List.of(), exports, path -> distinguisher, null);
    }

    public ImmutableSet<RouteTarget> imports() {
        return imports;
    }

    public ImmutableSet<RouteTarget> exports() {
        return exports;
    }

    @Override
    public Optional<ImmutableSet<RouteTarget>> targets(AddressFamily family) {
        if (family == AddressFamily.EVPN || connected.isEmpty()) {
            return Optional.of(imports);
        }
        return Optional.of(ImmutableSet.<RouteTarget>builder()
                .addAll(imports)
                .addAll(connected)
                .build());
    }

    /** Who asks has already found one of the {@link #targets}. */
    @Override
    public Optional<PathAttributes> accept(Nlri route, PathAttributes attributes, Path origin) {
        return Optional.of(attributes);
    }

    /** Goes out without any target too: then to the VPN table only. */
    @Override
    public Optional<Exported> export(Path path) {
        PathAttributes attributes = remembered.computeIfAbsent(path.attributes(), this::marked);
        return Optional.of(new Exported(distinguisher.apply(path), attributes));
    }

    private PathAttributes marked(PathAttributes attributes) {
        ExtendedCommunities before = attributes.extendedCommunities();
        ExtendedCommunities after = before.union(added);
        if (originNetwork != null && !saysNetwork(before)) {
            after = after.with(originNetwork);
        }
        return after.equals(before)
                ? attributes
                : attributes.toBuilder().extendedCommunities(after).build();
    }

    private static boolean saysNetwork(ExtendedCommunities communities) {
        for (int i = 0; i < communities.size(); i++) {
            if (communities.get(i).isOriginVirtualNetwork()) {
                return true;
            }
        }
        return false;
    }
}
