package net.minitrail.controller.peer;

import net.minitrail.bgp.session.NeighborConfig;

/**
 * A BGP neighbor as the configuration wants it.
 *
 * @param name of its bgp-router
 * @param type such as {@code router} or {@code control-node}
 * @param loopCount how often our AS may be in the paths of its routes
 * @param asOverride whether its own AS is replaced by ours in what it is sent
 */
public record NeighborPlan(String name, String type, int loopCount, boolean asOverride, NeighborConfig neighbor) {

    /** Whether it is a control node of this kind, whose MED carries the local preference. */
    boolean isControlNode() {
        return type.endsWith("control-node");
    }
}
