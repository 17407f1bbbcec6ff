package net.minitrail.vrouter.acl;

import org.jspecify.annotations.Nullable;

/**
 * A rule of an access control list.
 *
 * @param protocol its number, -1 for any
 * @param family 4 or 6, 0 for both
 * @param verdict what becomes of what matches; null if the rule has no say in that and the next ones are asked
 * @param mirror where what matches is mirrored to, null for nowhere
 */
public record AclRule(
        int protocol,
        int family,
        AclEnd from,
        AclEnd to,
        @Nullable Verdict verdict,
        @Nullable MirrorTo mirror) {

    /** Whether packets may pass. */
    public enum Verdict {
        PASS,
        DENY
    }

    /** Ports of a protocol without any match only rules that don't ask for them. */
    boolean matches(Traffic traffic) {
        return (protocol < 0 || protocol == traffic.protocol())
                && (family == 0 || family == (traffic.from().address().isV4() ? 4 : 6))
                && (traffic.hasPorts() || (from.firstPort() <= 0 && to.firstPort() <= 0))
                && from.matches(traffic.from())
                && to.matches(traffic.to());
    }
}
