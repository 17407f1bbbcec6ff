package net.minitrail.vrouter.forwarding;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.HashFields;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;

/** Where the members of an ECMP composite stand, and which of them a packet or flow goes to. */
public final class EcmpMembers {
    private EcmpMembers() {}

    /**
     * The wanted members, each of those that were there before in its old place, so that flows of theirs are not disturbed.
     * The place of one that left is empty until another takes it.
     */
    public static ImmutableList<Member> arrange(List<Member> before, List<Member> wanted) {
        var places = new ArrayList<Member>();
        before.forEach(member -> places.add(wanted.contains(member) ? member : Member.NONE));
        for (Member member : wanted) {
            if (!places.contains(member)) {
                int free = places.indexOf(Member.NONE);
                if (free < 0) {
                    places.add(member);
                } else {
                    places.set(free, member);
                }
            }
        }
        return ImmutableList.copyOf(places);
    }

    /**
     * Picks a member by a hash: the one in its place, or, if there is none, one of the others.
     *
     * @param local whether it must be an interface: what came by a tunnel does not leave by another
     * @return the place, or -1 if no member will do
     */
    public static int pick(NextHopTable nextHops, Composite composite, int hash, boolean local) {
        ImmutableList<Member> members = composite.members();
        int first = members.isEmpty() ? -1 : hash % members.size();
        if (first < 0 || usable(nextHops, members.get(first), local)) {
            return first;
        }
        int usable = 0;
        for (Member member : members) {
            usable += usable(nextHops, member, local) ? 1 : 0;
        }
        int left = usable == 0 ? -1 : hash % usable;
        for (int i = 0; i < members.size() && left >= 0; i++) {
            if (usable(nextHops, members.get(i), local) && left-- == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Where a packet goes: where its flow does, or, without one, where a hash of its own fields leads; -1 for nowhere. */
    static int place(VRouter vrouter, Composite composite, RoutedPacket packet, boolean local) {
        NextHopTable nextHops = vrouter.nextHops();
        Flow flow = packet.flow();
        int chosen = flow == null ? -1 : flow.verdict().ecmpMember();
        HashFields hash = composite.hash();
        if (usable(nextHops, composite, chosen, local) || hash == null) {
            return chosen;
        }
        return pick(
                nextHops, composite, hash.hash(packet.key(), vrouter.address().value()), local);
    }

    /** Whether a place has a member that packets may go to. */
    public static boolean usable(NextHopTable nextHops, Composite composite, int place, boolean local) {
        return place >= 0
                && place < composite.members().size()
                && usable(nextHops, composite.members().get(place), local);
    }

    private static boolean usable(NextHopTable nextHops, Member member, boolean local) {
        return member.isThere() && !(local && nextHops.get(member.nextHop()) instanceof Tunnel);
    }
}
