package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.minitrail.gateway.junos.CommitError;
import net.minitrail.gateway.junos.CommunityMember;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.routing.GatewayConfig.LogicalInterface;
import net.minitrail.gateway.routing.GatewayConfig.StaticRoute;
import net.minitrail.gateway.routing.GatewayConfig.Vrf;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;

/** Reads {@code routing-instances}, and collects what is wrong there. Used once, by one thread. */
final class VrfReader {
    private final Map<RouteDistinguisher, String> distinguishers = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final PolicyReader policies;
    private final ImmutableMap<String, LogicalInterface> interfaces;
    private final List<CommitError> errors;

    VrfReader(PolicyReader policies, ImmutableMap<String, LogicalInterface> interfaces, List<CommitError> errors) {
        this.policies = policies;
        this.interfaces = interfaces;
        this.errors = errors;
    }

    ImmutableList<Vrf> read(ConfigNode root) {
        return root.one("routing-instances").stream()
                .flatMap(node -> node.all(""))
                .map(this::vrf)
                .collect(ImmutableList.toImmutableList());
    }

    private Vrf vrf(ConfigNode node) {
        String name = node.value();
        String place = "routing-instances " + name;
        boolean vrf = node.valueOf("instance-type").filter("vrf"::equals).isPresent();
        Optional<RouteDistinguisher> distinguisher =
                node.valueOf("route-distinguisher").map(RouteDistinguisher::parse);
        if (!node.has("instance-type")) {
            errors.add(new CommitError(
                    "routing-instances", name, "RT Instance: missing mandatory statement: 'instance-type'"));
        }
        Optional<ConfigNode> target = node.one("vrf-target");
        if (vrf) {
            mandatory(node, name, distinguisher, target);
        }
        distinguisher.ifPresent(rd -> {
            String other = distinguishers.putIfAbsent(rd, name);
            if (other != null) {
                errors.add(new CommitError(
                        place,
                        "route-distinguisher " + rd,
                        "RT Instance: route-distinguisher is already used by routing instance " + other));
            }
        });
        Optional<RouteTarget> both = target.flatMap(t -> t.valueOf("")).map(RouteTarget::parse);
        Optional<RouteTarget> in =
                target.flatMap(t -> t.valueOf("import")).map(RouteTarget::parse).or(() -> both);
        Optional<RouteTarget> out =
                target.flatMap(t -> t.valueOf("export")).map(RouteTarget::parse).or(() -> both);
        List<String> importNames = node.valuesOf("vrf-import");
        List<String> exportNames = node.valuesOf("vrf-export");
        ImmutableList<Policy> importPolicies = importNames.isEmpty()
                ? in.map(t -> targetImport(name, t)).stream().collect(ImmutableList.toImmutableList())
                : policies.chain(importNames, place, "vrf-import");
        ImmutableList<Policy> exportPolicies = exportNames.isEmpty()
                ? out.map(t -> targetExport(name, t)).stream().collect(ImmutableList.toImmutableList())
                : policies.chain(exportNames, place, "vrf-export");
        return new Vrf(
                name,
                distinguisher,
                interfaces(node, place),
                staticRoutes(node.one("routing-options").orElseGet(ConfigNode::empty)),
                importPolicies,
                exportPolicies,
                names(importNames, name, "import"),
                names(exportNames, name, "export"),
                importNames.isEmpty()
                        ? in.stream().collect(ImmutableSet.toImmutableSet())
                        : policies.targets(importNames),
                node.has("vrf-table-label"));
    }

    private void mandatory(
            ConfigNode node, String name, Optional<RouteDistinguisher> distinguisher, Optional<ConfigNode> target) {
        if (distinguisher.isEmpty()) {
            errors.add(new CommitError(
                    "routing-instances", name, "RT Instance: missing mandatory statement: 'route-distinguisher'"));
        }
        if (target.isEmpty() && (!node.has("vrf-import") || !node.has("vrf-export"))) {
            errors.add(new CommitError(
                    "routing-instances",
                    name,
                    "RT Instance: vrf needs 'vrf-target', or both 'vrf-import' and 'vrf-export'"));
        }
    }

    /** Junos shows the policies it makes of {@code vrf-target} under such names. */
    private static ImmutableList<String> names(List<String> configured, String vrf, String way) {
        return configured.isEmpty()
                ? ImmutableList.of("__vrf-" + way + "-" + vrf + "-internal__")
                : ImmutableList.copyOf(configured);
    }

    private ImmutableList<LogicalInterface> interfaces(ConfigNode node, String place) {
        var found = ImmutableList.<LogicalInterface>builder();
        for (String name : node.valuesOf("interface")) {
            LogicalInterface known = interfaces.get(name);
            String other = owners.putIfAbsent(name, node.value());
            if (known == null) {
                errors.add(new CommitError(
                        place, "interface " + name, "RT Instance: interface " + name + " is not configured"));
            } else if (other != null) {
                errors.add(new CommitError(
                        place, "interface " + name, "RT Instance: interface is already in routing instance " + other));
            } else {
                found.add(known);
            }
        }
        return found.build();
    }

    static ImmutableList<StaticRoute> staticRoutes(ConfigNode options) {
        return options.one("static").stream()
                .flatMap(node -> node.all("route"))
                .map(route -> new StaticRoute(
                        IpPrefix.parse(route.value()),
                        route.valueOf("next-hop")
                                .filter(hop -> Character.digit(hop.charAt(0), 16) >= 0 && !hop.contains("/"))
                                .map(IpAddress::parse)
                                .orElse(null),
                        route.has("reject"),
                        route.valueOf("preference").map(Long::valueOf).orElse(5L),
                        route.valueOf("metric").map(Long::valueOf).orElse(null)))
                .collect(ImmutableList.toImmutableList());
    }

    private static Policy targetImport(String vrf, RouteTarget target) {
        return internal(
                "__vrf-import-" + vrf + "-internal__",
                ImmutableSet.of("bgp"),
                ImmutableList.of(ImmutableSet.of(new CommunityMember(target.value(), true))),
                ImmutableList.of());
    }

    private static Policy targetExport(String vrf, RouteTarget target) {
        return internal(
                "__vrf-export-" + vrf + "-internal__",
                ImmutableSet.of(),
                ImmutableList.of(),
                ImmutableList.of(route -> route.communities.add(new CommunityMember(target.value(), true))));
    }

    private static Policy internal(
            String name,
            ImmutableSet<String> protocols,
            ImmutableList<ImmutableSet<CommunityMember>> communities,
            ImmutableList<PolicyTerm.Action> actions) {
        return new Policy(
                name,
                ImmutableList.of(new PolicyTerm(
                        "1",
                        protocols,
                        ImmutableSet.of(),
                        ImmutableSet.of(),
                        communities,
                        ImmutableList.of(),
                        ImmutableSet.of(),
                        null,
                        actions,
                        PolicyTerm.Flow.ACCEPT)));
    }
}
