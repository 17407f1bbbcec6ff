package net.minitrail.bgp.vpn;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.net.RouteTarget;

/** Which VPN routes come into a VRF. Answers depend on the arguments alone; a changed policy is a new one. */
public interface ImportPolicy {
    /** Nothing comes in. */
    ImportPolicy NONE = new ImportPolicy() {
        @Override
        public Optional<PathAttributes> accept(Nlri route, PathAttributes attributes, Path origin) {
            return Optional.empty();
        }

        @Override
        public Optional<ImmutableSet<RouteTarget>> targets(AddressFamily family) {
            return Optional.of(ImmutableSet.of());
        }
    };

    /**
     * The attributes that a route has in the VRF, empty if it does not come in.
     *
     * @param route as it is, or would be, in the VPN table
     * @param attributes with its route targets
     * @param origin the path it is made of: of a BGP peer in the VPN table, or of another VRF of this node
     */
    Optional<PathAttributes> accept(Nlri route, PathAttributes attributes, Path origin);

    /**
     * The targets without one of which no route of {@code family} comes in, so that only those routes are looked at, and
     * only those are asked for; empty if it cannot be said.
     *
     * @param family a VPN family
     */
    Optional<ImmutableSet<RouteTarget>> targets(AddressFamily family);
}
