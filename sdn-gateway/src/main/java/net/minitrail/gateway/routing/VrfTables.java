package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.Map;
import net.minitrail.bgp.rib.NamedSource;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.gateway.routing.GatewayConfig.InterfaceAddress;
import net.minitrail.gateway.routing.GatewayConfig.LogicalInterface;
import net.minitrail.gateway.routing.GatewayConfig.StaticRoute;
import net.minitrail.gateway.routing.GatewayConfig.Vrf;
import net.minitrail.net.IpPrefix;

/** The tables of one routing instance and what stands in them of our own. Confined to the routing loop. */
final class VrfTables {
    static final NamedSource DIRECT = NamedSource.local("Direct", 3);
    static final NamedSource LOCAL = NamedSource.local("Local", 2);
    static final NamedSource STATIC = NamedSource.local("Static", 1);

    private static final PathAttributes OWN =
            PathAttributes.builder().origin(Origin.IGP).build();

    private final RouteTable inet;
    private final RouteTable inet6;
    private final Map<IpPrefix, String> interfaces = new HashMap<>();
    private final Map<IpPrefix, StaticRoute> statics = new HashMap<>();
    private Vrf config;
    private int label;

    VrfTables(RouteTable inet, RouteTable inet6, Vrf config) {
        this.inet = inet;
        this.inet6 = inet6;
        this.config = config;
    }

    /** The tables of the main instance, {@code inet.0} and {@code inet6.0}. */
    static VrfTables main(Vrf config) {
        return new VrfTables(
                new RouteTable("inet.0", AddressFamily.IPV4_UNICAST, true),
                new RouteTable("inet6.0", AddressFamily.IPV6_UNICAST, true),
                config);
    }

    Vrf config() {
        return config;
    }

    RouteTable table(boolean v4) {
        return v4 ? inet : inet6;
    }

    ImmutableList<RouteTable> tables() {
        return ImmutableList.of(inet, inet6);
    }

    /** The label that leads here, 0 if there is none. */
    int label() {
        return label;
    }

    void label(int value) {
        label = value;
    }

    /** The interface that a direct or local route goes out of. */
    String interfaceOf(IpPrefix prefix) {
        return interfaces.getOrDefault(prefix, "");
    }

    StaticRoute staticRoute(IpPrefix prefix) {
        StaticRoute route = statics.get(prefix);
        if (route == null) {
            throw new IllegalStateException(prefix + " is no static route of " + config.name());
        }
        return route;
    }

    /** Makes direct and static routes those of {@code next}; what is in both is not touched, and keeps its age. */
    void configure(Vrf next, long now) {
        config = next;
        Map<IpPrefix, String> direct = new HashMap<>();
        Map<IpPrefix, String> local = new HashMap<>();
        for (LogicalInterface logical : next.interfaces()) {
            for (InterfaceAddress address : logical.addresses()) {
                IpPrefix host = IpPrefix.host(address.address());
                direct.put(address.network(), logical.name());
                if (!host.equals(address.network())) {
                    local.put(host, logical.name());
                }
            }
        }
        replace(DIRECT, direct, now);
        replace(LOCAL, local, now);
        interfaces.clear();
        interfaces.putAll(local);
        interfaces.putAll(direct);
        statics.clear();
        next.staticRoutes().forEach(route -> statics.put(route.prefix(), route));
        replace(STATIC, statics, now);
    }

    private void replace(NamedSource source, Map<IpPrefix, ?> wanted, long now) {
        for (RouteTable table : tables()) {
            for (Path path : table.offeredBy(source)) {
                if (!wanted.containsKey(prefix(path.nlri()))) {
                    table.withdraw(path.nlri(), source);
                }
            }
        }
        LabelStack labels = label > 0 ? LabelStack.of(label) : LabelStack.none();
        wanted.keySet()
                .forEach(prefix ->
                        table(prefix.isV4()).learn(Route.of(new UnicastPrefix(prefix), labels), source, OWN, now));
    }

    static IpPrefix prefix(Nlri nlri) {
        if (nlri instanceof UnicastPrefix unicast) {
            return unicast.prefix();
        }
        throw new IllegalArgumentException(nlri + " is not of a VRF");
    }
}
