package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import net.minitrail.vrouter.acl.AccessList;
import net.minitrail.vrouter.acl.AclRule.Verdict;
import net.minitrail.vrouter.acl.Traffic;

/**
 * The rules of an interface's security groups.
 *
 * @param groups numbers of the groups, in ascending order; without any, everything passes
 * @param ingress of packets to the guest
 * @param egress of packets from it
 */
public record GroupRules(
        ImmutableList<Long> groups, ImmutableList<AccessList> ingress, ImmutableList<AccessList> egress) {

    /** Whether one of the groups lets a packet pass, from the guest or to it. */
    public boolean pass(Traffic traffic, boolean fromGuest) {
        if (groups.isEmpty()) {
            return true;
        }
        for (AccessList list : fromGuest ? egress : ingress) {
            if (list.match(traffic).verdict() == Verdict.PASS) {
                return true;
            }
        }
        return false;
    }
}
