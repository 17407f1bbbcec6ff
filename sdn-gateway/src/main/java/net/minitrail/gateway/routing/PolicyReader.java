package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.minitrail.gateway.junos.CommitError;
import net.minitrail.gateway.junos.CommunityMember;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteTarget;

/** Compiles {@code policy-options}, and collects what is wrong there. Used once, by one thread. */
final class PolicyReader {
    private final Map<String, ImmutableSet<CommunityMember>> communities = new LinkedHashMap<>();
    private final Map<String, ImmutableSet<IpPrefix>> prefixLists = new LinkedHashMap<>();
    private final Map<String, Policy> policies = new LinkedHashMap<>();
    private final Map<String, ImmutableSet<RouteTarget>> targets = new LinkedHashMap<>();
    private final List<CommitError> errors;

    PolicyReader(ConfigNode root, List<CommitError> errors) {
        this.errors = errors;
        Optional<ConfigNode> options = root.one("policy-options");
        options.ifPresent(node -> {
            node.all("community").forEach(this::community);
            node.all("prefix-list")
                    .forEach(list -> prefixLists.put(
                            list.value(),
                            list.all("")
                                    .map(entry -> IpPrefix.parse(entry.value()))
                                    .collect(ImmutableSet.toImmutableSet())));
            node.all("policy-statement").forEach(this::policy);
        });
    }

    /** The policies of these names; an undefined one is an error at {@code place}. */
    ImmutableList<Policy> chain(List<String> names, String place, String keyword) {
        var chain = ImmutableList.<Policy>builder();
        for (String name : names) {
            Policy policy = policies.get(name);
            if (policy == null) {
                String value = names.size() == 1 ? name : "[ " + String.join(" ", names) + " ]";
                errors.add(new CommitError(
                        place, keyword + " " + value, "Policy error: Policy " + name + " referenced but not defined"));
            } else {
                chain.add(policy);
            }
        }
        return chain.build();
    }

    /** The route targets that the conditions of these policies ask for. */
    ImmutableSet<RouteTarget> targets(List<String> names) {
        return names.stream()
                .flatMap(name -> targets.getOrDefault(name, ImmutableSet.of()).stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    private void community(ConfigNode node) {
        if (!node.has("members")) {
            errors.add(new CommitError("policy-options", node.title(), "missing mandatory statement: 'members'"));
        }
        communities.put(
                node.value(),
                node.valuesOf("members").stream().map(CommunityMember::parse).collect(ImmutableSet.toImmutableSet()));
    }

    private void policy(ConfigNode node) {
        var terms = ImmutableList.<PolicyTerm>builder();
        var wanted = ImmutableSet.<RouteTarget>builder();
        String place = "policy-options policy-statement " + node.value();
        node.all("term").forEach(term -> terms.add(term(term, term.value(), place + " " + term.title(), wanted)));
        if (node.has("from") || node.has("then")) {
            terms.add(term(node, "", place, wanted));
        }
        policies.put(node.value(), new Policy(node.value(), terms.build()));
        targets.put(node.value(), wanted.build());
    }

    private PolicyTerm term(ConfigNode node, String name, String place, ImmutableSet.Builder<RouteTarget> wanted) {
        ConfigNode from = node.one("from").orElseGet(ConfigNode::empty);
        ConfigNode then = node.one("then").orElseGet(ConfigNode::empty);
        var required = from.valuesOf("community").stream()
                .map(community -> named(community, place + " from", "community " + community))
                .collect(ImmutableList.toImmutableList());
        if (!then.has("reject")) {
            required.forEach(members -> members.stream()
                    .filter(member -> member.extended() && RouteTarget.isRouteTarget(member.value()))
                    .forEach(member -> wanted.add(new RouteTarget(member.value()))));
        }
        return new PolicyTerm(
                name,
                ImmutableSet.copyOf(from.valuesOf("protocol")),
                addresses(from.valuesOf("neighbor")),
                addresses(from.valuesOf("next-hop")),
                required,
                from.all("route-filter").map(filter -> filter(filter, place)).collect(ImmutableList.toImmutableList()),
                prefixes(from, place),
                from.valueOf("family").orElse(null),
                actions(then, place + " then"),
                flow(then));
    }

    private static PolicyTerm.Flow flow(ConfigNode then) {
        if (then.has("accept")) {
            return PolicyTerm.Flow.ACCEPT;
        }
        if (then.has("reject")) {
            return PolicyTerm.Flow.REJECT;
        }
        return then.valueOf("next").filter("policy"::equals).isPresent()
                ? PolicyTerm.Flow.NEXT_POLICY
                : PolicyTerm.Flow.NEXT_TERM;
    }

    private ImmutableList<PolicyTerm.Action> actions(ConfigNode then, String place) {
        List<PolicyTerm.Action> actions = new ArrayList<>();
        then.valueOf("local-preference")
                .map(Long::valueOf)
                .ifPresent(value -> actions.add(route -> route.localPreference = value));
        then.valueOf("metric").map(Long::valueOf).ifPresent(value -> actions.add(route -> route.metric = value));
        then.valueOf("next-hop")
                .filter(hop -> Character.isDigit(hop.charAt(0)) || hop.contains(":"))
                .ifPresent(hop -> {
                    IpAddress address = IpAddress.parse(hop);
                    actions.add(route -> route.nextHop = address);
                });
        then.all("community").forEach(node -> {
            String name = node.values().get(1);
            ImmutableSet<CommunityMember> members = named(name, place, node.title());
            switch (node.value()) {
                case "set" ->
                    actions.add(route -> {
                        route.communities.clear();
                        route.communities.addAll(members);
                    });
                case "delete" -> actions.add(route -> route.communities.removeAll(members));
                default -> actions.add(route -> route.communities.addAll(members));
            }
        });
        return ImmutableList.copyOf(actions);
    }

    private ImmutableSet<CommunityMember> named(String name, String place, String statement) {
        ImmutableSet<CommunityMember> members = communities.get(name);
        if (members == null) {
            errors.add(new CommitError(
                    place, statement, "Policy error: Community " + name + " referenced but not defined"));
            return ImmutableSet.of();
        }
        return members;
    }

    private ImmutableSet<IpPrefix> prefixes(ConfigNode from, String place) {
        var all = ImmutableSet.<IpPrefix>builder();
        from.valuesOf("prefix-list").forEach(name -> {
            ImmutableSet<IpPrefix> list = prefixLists.get(name);
            if (list == null) {
                errors.add(new CommitError(
                        place + " from",
                        "prefix-list " + name,
                        "Policy error: Prefix-list " + name + " referenced but not defined"));
            } else {
                all.addAll(list);
            }
        });
        return all.build();
    }

    private RouteFilter filter(ConfigNode node, String place) {
        IpPrefix prefix = IpPrefix.parse(node.value());
        int length = prefix.length();
        int longest = prefix.address().bits();
        if (node.has("longer")) {
            return new RouteFilter(prefix, length + 1, longest);
        }
        if (node.has("orlonger")) {
            return new RouteFilter(prefix, length, longest);
        }
        if (node.has("upto")) {
            return new RouteFilter(prefix, length, mask(node.valueOf("upto").orElse("/32")));
        }
        Optional<String> range = node.valueOf("prefix-length-range");
        if (range.isPresent()) {
            int dash = range.get().indexOf('-');
            return new RouteFilter(
                    prefix,
                    mask(range.get().substring(0, dash)),
                    mask(range.get().substring(dash + 1)));
        }
        if (!node.has("exact")) {
            errors.add(
                    new CommitError(place + " from", node.title(), "route-filter needs a match type, such as 'exact'"));
        }
        return new RouteFilter(prefix, length, length);
    }

    private static int mask(String text) {
        return Integer.parseInt(text.substring(1));
    }

    private static ImmutableSet<IpAddress> addresses(List<String> texts) {
        return texts.stream().map(IpAddress::parse).collect(ImmutableSet.toImmutableSet());
    }
}
