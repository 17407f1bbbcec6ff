package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.net.IpPrefix;
import net.minitrail.vrouter.forwarding.EcmpMembers;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.VRouter;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that several interfaces of this node have at the same time: each has a composite next hop of them, and a label of
 * its own that other nodes send to. Both stay while interfaces come and go, and so do flows of those that stay. Confined to
 * the routing loop.
 */
final class LocalEcmp {
    private final VRouter vrouter;
    private final Map<OperVrf, Map<IpPrefix, Way>> ways = new HashMap<>();

    LocalEcmp(VRouter vrouter) {
        this.vrouter = vrouter;
    }

    /** What a shared address is reached by; the label holds the next hop. */
    record Way(int nextHop, int label) {}

    /** The way to a prefix that several interfaces have, or null if no more than one has it. */
    @Nullable
    Way way(OperVrf vrf, IpPrefix prefix) {
        Map<IpPrefix, Way> inVrf = ways.get(vrf);
        return inVrf == null ? null : inVrf.get(prefix);
    }

    /** Makes the way to a prefix what the claims ask for now; answers it. */
    @Nullable
    Way update(OperVrf vrf, IpPrefix prefix) {
        List<Claim> sharers = vrf.sharers(prefix);
        Way present = way(vrf, prefix);
        if (sharers.size() < 2) {
            if (present != null) {
                remove(vrf, prefix, present);
            }
            return null;
        }
        List<Member> before = List.of();
        if (present != null && vrouter.nextHops().get(present.nextHop) instanceof Composite composite) {
            before = composite.members();
        }
        Composite now = composite(vrf, sharers, before);
        if (present == null) {
            present = add(now);
            ways.computeIfAbsent(vrf, v -> new HashMap<>()).put(prefix, present);
        } else if (!now.equals(vrouter.nextHops().get(present.nextHop))) {
            vrouter.nextHops().replace(present.nextHop, now);
        }
        return present;
    }

    private static Composite composite(OperVrf vrf, List<Claim> sharers, List<Member> before) {
        List<Member> wanted = sharers.stream()
                .map(Claim::reach)
                .map(reach -> new Member(reach.plain(), reach.label()))
                .toList();
        boolean policy = sharers.stream().map(Claim::reach).anyMatch(reach -> reach.nextHop() != reach.plain());
        ImmutableList<Member> members = EcmpMembers.arrange(before, wanted);
        return Composite.ecmp(vrf.index(), policy, sharers.get(0).owner().hashFields(), members);
    }

    private Way add(Composite composite) {
        int id = vrouter.nextHops().own(composite);
        int label = vrouter.labels().allocate(id);
        vrouter.nextHops().release(id);
        return new Way(id, label);
    }

    private void remove(OperVrf vrf, IpPrefix prefix, Way way) {
        vrouter.flows().removeAll(way.nextHop);
        vrouter.labels().free(way.label);
        Map<IpPrefix, Way> inVrf = ways.get(vrf);
        if (inVrf != null && inVrf.remove(prefix) != null && inVrf.isEmpty()) {
            ways.remove(vrf);
        }
    }
}
