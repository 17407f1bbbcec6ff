package net.minitrail.controller.config.rules;

import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import net.minitrail.net.RouteTarget;

/** A route-target is its name. */
public final class RouteTargetRule implements ConfigRule {
    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (!draft.is("route-target")) {
            return;
        }
        try {
            RouteTarget.parse(draft.name());
        } catch (IllegalArgumentException e) {
            throw Rejected.invalid(
                    "fq_name", "found \"" + draft.name() + "\" (expected a route target; " + e.getMessage() + ")");
        }
    }
}
