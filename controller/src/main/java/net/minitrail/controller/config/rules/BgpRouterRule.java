package net.minitrail.controller.config.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A bgp-router: has one address or one range of them, which no other has. */
public final class BgpRouterRule implements ConfigRule {
    private static final String PARAMETERS = "bgp_router_parameters";
    private static final int LONGEST_KEY = 80;

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (!draft.is("bgp-router")) {
            return;
        }
        keepMaskedKeys(draft);
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
        for (JsonNode item : parameters.path("auth_data").path("key_items").values()) {
            int octets = item.path("key").stringValue("").getBytes(UTF_8).length;
            if (octets > LONGEST_KEY) {
                throw Rejected.invalid(
                        PARAMETERS + ".auth_data.key_items",
                        "a key of " + octets + " octets (expected: " + LONGEST_KEY + " at most)");
            }
        }
        refuseTwin(draft, configuration, "address");
        refuseTwin(draft, configuration, "dynamic_range");
    }

    /** A client that sends back what it read does not know the keys: those it left masked stay. */
    private static void keepMaskedKeys(Draft draft) {
        JsonNode before = draft.before(PARAMETERS).path("auth_data").path("key_items");
        JsonNode items = draft.property(PARAMETERS).path("auth_data").path("key_items");
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof ObjectNode item
                    && item.path("key").stringValue("").equals(Draft.MASK)) {
                if (!before.path(i).path("key").isString()) {
                    throw Rejected.invalid(
                            PARAMETERS + ".auth_data.key_items[" + i + "].key", "found a mask (expected a key)");
                }
                item.set("key", before.path(i).path("key"));
            }
        }
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
