package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import net.minitrail.gateway.junos.CommunityMember;
import net.minitrail.net.RouteTarget;

/** A {@code policy-statement}. Immutable. */
record Policy(String name, ImmutableList<PolicyTerm> terms) {

    /** Whether every route that a term accepts must have one of the route targets that the term names. */
    boolean acceptsByTargetOnly() {
        return terms.stream()
                .filter(term -> term.flow() == PolicyTerm.Flow.ACCEPT)
                .allMatch(term -> !term.communities().isEmpty()
                        && term.communities().stream().allMatch(Policy::hasTarget));
    }

    private static boolean hasTarget(ImmutableSet<CommunityMember> members) {
        return members.stream().anyMatch(member -> member.extended() && RouteTarget.isRouteTarget(member.value()));
    }

    /** What a chain of policies made of a route. */
    record Verdict(boolean accepted, String policy, String term) {}

    /**
     * Runs a route through the policies in order, until a term accepts or rejects it.
     *
     * @param route is changed by the terms that match, also when it ends up rejected
     * @param otherwise what happens when no term decides
     */
    static Verdict evaluate(ImmutableList<Policy> chain, PolicyRoute route, boolean otherwise) {
        for (Policy policy : chain) {
            for (PolicyTerm term : policy.terms) {
                if (!term.matches(route)) {
                    continue;
                }
                term.actions().forEach(action -> action.change(route));
                if (term.flow() == PolicyTerm.Flow.ACCEPT || term.flow() == PolicyTerm.Flow.REJECT) {
                    return new Verdict(term.flow() == PolicyTerm.Flow.ACCEPT, policy.name, term.name());
                }
                if (term.flow() == PolicyTerm.Flow.NEXT_POLICY) {
                    break;
                }
            }
        }
        return new Verdict(otherwise, "", "");
    }
}
