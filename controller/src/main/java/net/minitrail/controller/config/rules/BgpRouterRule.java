package net.minitrail.controller.config.rules;

import java.util.Optional;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import tools.jackson.databind.JsonNode;

/** A bgp-router: has one address or one range of them, which no other has. */
public final class BgpRouterRule implements ConfigRule {
    private static final String PARAMETERS = "bgp_router_parameters";

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (!draft.is("bgp-router")) {
            return;
        }
        JsonNode parameters = draft.property(PARAMETERS);
        boolean hasAddress = parameters.hasNonNull("address");
        boolean hasRange = parameters.hasNonNull("dynamic_range");
        if (hasAddress && hasRange) {
            throw Rejected.invalid(PARAMETERS, "address and dynamic_range exclude each other");
        }
        if (parameters.path("identifier").stringValue("").equals("0.0.0.0")) {
            throw Rejected.invalid(PARAMETERS + ".identifier", "0.0.0.0 is no BGP identifier, RFC 6286");
        }
        if (parameters.path("address").stringValue("").equals("0.0.0.0")) {
            throw Rejected.invalid(PARAMETERS + ".address", "0.0.0.0 is no router's address");
        }
        refuseTwin(draft, configuration, "address");
        refuseTwin(draft, configuration, "dynamic_range");
    }

    private static void refuseTwin(Draft draft, ConfigGraph configuration, String key) {
        JsonNode value = draft.property(PARAMETERS).path(key);
        if (!value.isString()) {
            return;
        }
        for (ConfigObject other : configuration.all("bgp-router")) {
            boolean sibling = other.parent().equals(Optional.ofNullable(draft.parent()));
            if (sibling
                    && !other.uuid().equals(draft.uuid())
                    && other.property(PARAMETERS).path(key).equals(value)) {
                throw Rejected.conflict(
                        PARAMETERS + "." + key + ": " + value.stringValue() + " already belongs to " + other);
            }
        }
    }
}
