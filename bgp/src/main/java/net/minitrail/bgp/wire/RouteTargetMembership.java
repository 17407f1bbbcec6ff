package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;
import net.minitrail.net.RouteTarget;

/**
 * A route target membership (RFC 4684 section 4), family 1/132: "send me routes with this target".
 *
 * @param originAs the AS that asks, 0 to 4294967295; 0 if {@code length} is 0
 * @param routeTarget the eight octets of the target; bits past {@code length} are zero
 * @param length bits that count: 0 (the default, every target) or 32 (AS only) to 96 (AS and whole target)
 */
public record RouteTargetMembership(long originAs, long routeTarget, int length) implements Nlri {
    /** Every target of every AS. */
    public static final RouteTargetMembership DEFAULT = new RouteTargetMembership(0, 0, 0);

    private static final int AS_BITS = 32;
    private static final int FULL = 96;

    public RouteTargetMembership {
        checkArgument(length == 0 || (length >= AS_BITS && length <= FULL), "length %s is not 0 or 32..96", length);
        checkArgument(originAs >>> 32 == 0, "AS %s is not in 0..4294967295", originAs);
        checkArgument(length > 0 || originAs == 0, "AS %s in a default membership", originAs);
        checkArgument((routeTarget & hostBits(length)) == 0, "bits past length %s are set", length);
    }

    /** The membership of {@code as} in one target. */
    public static RouteTargetMembership of(long as, RouteTarget target) {
        return new RouteTargetMembership(as, target.value(), FULL);
    }

    /** The bits of a target past a membership of {@code length} bits. */
    static long hostBits(int length) {
        if (length <= AS_BITS) {
            return -1L;
        }
        return length == FULL ? 0 : -1L >>> (length - AS_BITS);
    }

    /** Whether routes that carry {@code target} are asked for. */
    public boolean covers(RouteTarget target) {
        return ((target.value() ^ routeTarget) & ~hostBits(length)) == 0;
    }

    /** The one target that is asked for, if it is one and its octets are a route target. */
    public Optional<RouteTarget> target() {
        return length == FULL && RouteTarget.isRouteTarget(routeTarget)
                ? Optional.of(new RouteTarget(routeTarget))
                : Optional.empty();
    }

    @Override
    public AddressFamily family() {
        return AddressFamily.ROUTE_TARGET;
    }

    @Override
    public int compareWithinFamily(Nlri other) {
        var that = (RouteTargetMembership) other;
        int byAs = Long.compare(originAs, that.originAs);
        int byTarget = byAs != 0 ? byAs : Long.compareUnsigned(routeTarget, that.routeTarget);
        return byTarget != 0 ? byTarget : Integer.compare(length, that.length);
    }

    @Override
    public int hashCode() {
        return Hashes.mix(routeTarget, originAs << 7 | length);
    }

    /** {@code 65500:target:65500:101}, as Contrail prints it; partial ones as {@code 65500:0x…/length}. */
    @Override
    public String toString() {
        if (length == 0) {
            return "default";
        }
        return target().map(target -> originAs + ":" + target)
                .orElseGet(() -> originAs + ":0x%016x/%d".formatted(routeTarget, length));
    }
}
