package net.minitrail.controller.introspect;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.OptionalLong;
import net.minitrail.bgp.rib.Infeasibility;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.Communities;
import net.minitrail.bgp.wire.EvpnNlri;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.bgp.wire.VpnIpv6Prefix;
import net.minitrail.controller.routing.Instance;
import net.minitrail.controller.routing.Marks;
import net.minitrail.controller.routing.RouteItems;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.IpAddress;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;

/**
 * One path, as it was at one moment. Immutable. It is made on the routing loop, for many paths at a time, so it only notes
 * what there is; the texts are made when they are asked for, on any thread.
 *
 * @param table its name
 * @param instance whose table it is in
 * @param nlri the key of the table, with a route distinguisher where it has one
 * @param label of MPLS, or the VNI where only VXLAN may be used; -1 if it has none
 * @param stack all MPLS labels
 * @param pathId the identifier that a peer tells the path under (RFC 7911); 0 without one
 * @param originVn empty for paths that are in no instance
 * @param primaryTable of a copy, else empty
 * @param whyNot why it is not used, null if it may be
 */
public record RouteRow(
        String table,
        String instance,
        Nlri nlri,
        RouteSource from,
        PathAttributes attributes,
        int label,
        LabelStack stack,
        int pathId,
        boolean active,
        int ageSeconds,
        String originVn,
        boolean replicated,
        String primaryTable,
        ImmutableList<String> secondaryTables,
        @Nullable Infeasibility whyNot,
        boolean stale) {

    /** On the routing loop. */
    static RouteRow of(Tables tables, RouteTable table, @Nullable Instance instance, RouteSource from, Path path) {
        PathAttributes attributes = path.attributes();
        boolean own = !path.isSecondary() && !from.isBgp();
        return new RouteRow(
                table.name(),
                instance == null ? "" : instance.name(),
                path.nlri(),
                from,
                attributes,
                RouteItems.label(path),
                path.labels(),
                path.pathId(),
                path.isEcmp(),
                path.ageSeconds(tables.now()),
                instance == null ? "" : tables.origins().of(attributes.extendedCommunities(), instance.plan(), own),
                path.isSecondary(),
                path.primaryTable().map(RouteTable::name).orElse(""),
                names(path.replicatedTo()),
                path.infeasibility().orElse(null),
                path.isStale());
    }

    private static ImmutableList<String> names(ImmutableList<RouteTable> tables) {
        if (tables.isEmpty()) {
            return ImmutableList.of();
        }
        var names = ImmutableList.<String>builderWithExpectedSize(tables.size());
        tables.forEach(table -> names.add(table.name()));
        return names.build();
    }

    /** As the table has it. */
    public String destination() {
        return nlri.toString();
    }

    /** The destination without the route distinguisher. */
    public String prefix() {
        if (nlri instanceof VpnIpv4Prefix vpn) {
            return vpn.prefix().toString();
        }
        return nlri instanceof VpnIpv6Prefix vpn ? vpn.prefix().toString() : nlri.toString();
    }

    /** Empty where there is none. */
    public String rd() {
        if (nlri instanceof VpnIpv4Prefix vpn) {
            return vpn.distinguisher().toString();
        }
        if (nlri instanceof VpnIpv6Prefix vpn) {
            return vpn.distinguisher().toString();
        }
        return nlri instanceof EvpnNlri evpn && evpn.rd() != 0
                ? evpn.distinguisher().toString()
                : "";
    }

    public String protocol() {
        return from.protocol();
    }

    /** Address of a BGP peer, name of an agent. */
    public String source() {
        return from.name();
    }

    /** Empty if it has none. */
    public String nextHop() {
        return attributes.nextHop().map(IpAddress::toString).orElse("");
    }

    /** All MPLS labels, outermost first, where there are several; else empty. */
    public ImmutableList<Integer> labels() {
        if (stack.depth() <= 1) {
            return ImmutableList.of();
        }
        var labels = ImmutableList.<Integer>builder();
        for (int i = 0; i < stack.depth(); i++) {
            labels.add(stack.get(i));
        }
        return labels.build();
    }

    public long localPreference() {
        return attributes.localPrefOr(100);
    }

    public OptionalLong med() {
        return attributes.med();
    }

    public String origin() {
        return attributes.origin().toString().toLowerCase(Locale.ROOT);
    }

    public String asPath() {
        return attributes.asPath().toString();
    }

    public ImmutableList<String> routeTargets() {
        var texts = ImmutableList.<String>builder();
        ExtendedCommunities extended = attributes.extendedCommunities();
        for (int i = 0; i < extended.size(); i++) {
            if (RouteTarget.isRouteTarget(extended.valueAt(i))) {
                texts.add(new RouteTarget(extended.valueAt(i)).toString());
            }
        }
        return texts.build();
    }

    /** Standard ones, then extended ones that are neither targets nor encapsulations. */
    public ImmutableList<String> communities() {
        var texts = ImmutableList.<String>builder();
        Communities standard = attributes.communities();
        if (!standard.isEmpty()) {
            texts.addAll(texts(standard.asList()));
        }
        ExtendedCommunities extended = attributes.extendedCommunities();
        for (int i = 0; i < extended.size(); i++) {
            ExtendedCommunity community = extended.get(i);
            if (!community.isRouteTarget() && !community.isEncapsulation()) {
                texts.add(community.toString());
            }
        }
        return texts.build();
    }

    public ImmutableList<String> tunnelEncap() {
        return texts(Marks.encapsulations(attributes.extendedCommunities()));
    }

    /** The sequence number of MAC mobility, 0 without one. */
    public long sequence() {
        ExtendedCommunities extended = attributes.extendedCommunities();
        for (int i = 0; i < extended.size(); i++) {
            if (extended.get(i).isMacMobility()) {
                return extended.get(i).number();
            }
        }
        return 0;
    }

    public ImmutableList<String> flags() {
        if (whyNot != null) {
            return ImmutableList.of(whyNot.name());
        }
        return stale ? ImmutableList.of("STALE") : ImmutableList.of();
    }

    private static ImmutableList<String> texts(ImmutableList<?> values) {
        var texts = ImmutableList.<String>builderWithExpectedSize(values.size());
        values.forEach(value -> texts.add(value.toString()));
        return texts.build();
    }
}
