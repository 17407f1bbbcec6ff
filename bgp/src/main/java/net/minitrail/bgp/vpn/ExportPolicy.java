package net.minitrail.bgp.vpn;

import java.util.Optional;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.net.RouteDistinguisher;

/** What a path of a VRF becomes as a VPN route. Answers depend on the argument alone; a changed policy is a new one. */
public interface ExportPolicy {
    /** Nothing goes out. */
    ExportPolicy NONE = path -> Optional.empty();

    /** The VPN route that a path of the VRF becomes, empty for none. */
    Optional<Exported> export(Path path);

    /**
     * What a path becomes.
     *
     * @param attributes with the route targets under which others may import it
     */
    record Exported(RouteDistinguisher distinguisher, PathAttributes attributes) {}
}
