package net.minitrail.vrouter.acl;

import com.google.common.collect.ImmutableList;
import net.minitrail.vrouter.acl.AclRule.Verdict;
import org.jspecify.annotations.Nullable;

/** Rules in order. The first one that matches and has a verdict decides; what none decides is denied. */
public record AccessList(ImmutableList<AclRule> rules) {

    /**
     * What the rules say of a packet.
     *
     * @param mirror where it is mirrored to, by the first rule that says so before the one that decides; null for nowhere
     */
    public record Answer(Verdict verdict, @Nullable MirrorTo mirror) {}

    public Answer match(Traffic traffic) {
        MirrorTo mirror = null;
        for (AclRule rule : rules) {
            if (rule.matches(traffic)) {
                mirror = mirror == null ? rule.mirror() : mirror;
                if (rule.verdict() != null) {
                    return new Answer(rule.verdict(), mirror);
                }
            }
        }
        return new Answer(Verdict.DENY, mirror);
    }
}
