package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.minitrail.bgp.session.PathsOffer;
import net.minitrail.gateway.junos.CommitError;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.routing.GatewayConfig.BgpGroup;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.GatewayConfig.Family;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;

/** Reads {@code protocols bgp}, and collects what is wrong there. Used once, by one thread. */
final class BgpReader {
    private static final Duration HOLD_TIME = Duration.ofSeconds(90);

    private final PolicyReader policies;
    private final Optional<Long> as;
    private final List<CommitError> errors;

    /** @param as the gateway's AS, if it is configured */
    BgpReader(PolicyReader policies, Optional<Long> as, List<CommitError> errors) {
        this.policies = policies;
        this.as = as;
        this.errors = errors;
    }

    ImmutableList<BgpGroup> read(ConfigNode root) {
        Optional<ConfigNode> bgp = root.one("protocols").flatMap(node -> node.one("bgp"));
        return bgp.stream()
                .flatMap(node -> node.all("group").map(group -> group(node, group)))
                .collect(ImmutableList.toImmutableList());
    }

    private BgpGroup group(ConfigNode bgp, ConfigNode group) {
        ImmutableList<IpPrefix> allowed =
                group.valuesOf("allow").stream().map(IpPrefix::parse).collect(ImmutableList.toImmutableList());
        Optional<BgpNeighbor> template = allowed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        neighbor(bgp, group, ConfigNode.empty(), allowed.get(0).address()));
        return new BgpGroup(
                group.value(),
                internal(group),
                group.all("neighbor")
                        .map(node -> neighbor(bgp, group, node, IpAddress.parse(node.value())))
                        .collect(ImmutableList.toImmutableList()),
                allowed,
                template);
    }

    /** Internal by its type; without one, by whether it names another AS. */
    private boolean internal(ConfigNode group) {
        return group.valueOf("type").map("internal"::equals).orElseGet(() -> {
            Optional<Long> peer = group.valueOf("peer-as").map(ConfigReader::as);
            return peer.isPresent() && peer.equals(as);
        });
    }

    private BgpNeighbor neighbor(ConfigNode bgp, ConfigNode group, ConfigNode node, IpAddress address) {
        String place = "protocols bgp " + group.title();
        boolean internal = internal(group);
        Optional<Long> localAs =
                inherited("local-as", node, group).map(ConfigReader::as).or(() -> as);
        Optional<Long> peerAs = inherited("peer-as", node, group).map(ConfigReader::as);
        if (localAs.isEmpty()) {
            errors.add(new CommitError(
                    place,
                    "neighbor " + address,
                    "BGP: local AS is not set: " + "set routing-options autonomous-system"));
        }
        if (!internal && peerAs.isEmpty()) {
            errors.add(new CommitError(place, "neighbor " + address, "missing mandatory statement: 'peer-as'"));
        }
        if (internal && peerAs.isPresent() && !peerAs.equals(localAs)) {
            errors.add(new CommitError(
                    place,
                    "neighbor " + address,
                    "BGP: peer-as " + peerAs.get() + " differs from the local AS in a group of type internal"));
        }
        String here = place + (node.values().isEmpty() ? "" : " neighbor " + address);
        List<String> imports = policyNames("import", node, group, bgp);
        List<String> exports = policyNames("export", node, group, bgp);
        return new BgpNeighbor(
                group.value(),
                internal,
                address,
                inherited("local-address", node, group, bgp)
                        .filter(text -> text.indexOf(':') < 0)
                        .map(Ipv4Address::parse),
                peerAs.or(() -> localAs).orElse(0L),
                localAs.orElse(0L),
                families(node, group, bgp),
                paths(node, group, bgp),
                inherited("hold-time", node, group, bgp)
                        .map(Long::valueOf)
                        .map(Duration::ofSeconds)
                        .orElse(HOLD_TIME),
                node.has("passive") || group.has("passive"),
                inherited("port", node, group).map(Integer::valueOf).orElse(null),
                inherited("authentication-key", node, group, bgp).orElse(null),
                SessionTermsReader.read(node, group, bgp),
                inherited("cluster", node, group).map(Ipv4Address::parse).orElse(null),
                inherited("description", node, group).orElse(null),
                policies.chain(imports, here, "import"),
                policies.chain(exports, here, "export"),
                ImmutableList.copyOf(imports),
                ImmutableList.copyOf(exports));
    }

    private static Optional<String> inherited(String keyword, ConfigNode... levels) {
        return Stream.of(levels)
                .flatMap(level -> level.valueOf(keyword).stream())
                .findFirst();
    }

    /** The most specific level that names policies replaces the others, as on Junos. */
    private static List<String> policyNames(String keyword, ConfigNode... levels) {
        return Stream.of(levels)
                .map(level -> level.valuesOf(keyword))
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static ImmutableSet<Family> families(ConfigNode... levels) {
        return Stream.of(levels)
                .filter(level -> level.has("family"))
                .findFirst()
                .map(level -> level.all("family").map(BgpReader::family).collect(ImmutableSet.toImmutableSet()))
                .orElse(ImmutableSet.of(Family.INET));
    }

    /** Families in which several paths to a prefix are exchanged. */
    private static ImmutableMap<Family, PathsOffer> paths(ConfigNode... levels) {
        var paths = ImmutableMap.<Family, PathsOffer>builder();
        Stream.of(levels)
                .filter(level -> level.has("family"))
                .findFirst()
                .ifPresent(level -> level.all("family")
                        .forEach(node -> node.one("unicast")
                                .flatMap(unicast -> unicast.one("add-path"))
                                .ifPresent(addPath -> paths.put(family(node), offer(addPath)))));
        return paths.buildKeepingLast();
    }

    private static PathsOffer offer(ConfigNode addPath) {
        int count = addPath.one("send")
                .flatMap(send -> send.valueOf("path-count"))
                .map(Integer::valueOf)
                .orElse(0);
        return new PathsOffer(addPath.has("receive"), addPath.has("send"), count);
    }

    static Family family(ConfigNode node) {
        return switch (node.value()) {
            case "inet6" -> Family.INET6;
            case "inet-vpn" -> Family.INET_VPN;
            case "inet6-vpn" -> Family.INET6_VPN;
            case "route-target" -> Family.ROUTE_TARGET;
            case "evpn" -> Family.EVPN;
            default -> Family.INET;
        };
    }
}
