package net.minitrail.controller.config.rules;

import java.util.List;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import tools.jackson.databind.JsonNode;

/**
 * The fields that choose among equal next hops, of a port, a network or the system: with none at all everything would go to
 * one next hop, and routes could not say so.
 */
public final class HashFieldsRule implements ConfigRule {
    private static final String PROPERTY = "ecmp_hashing_include_fields";
    private static final List<String> FIELDS =
            List.of("source_ip", "destination_ip", "ip_protocol", "source_port", "destination_port");

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        JsonNode fields = draft.property(PROPERTY);
        boolean configured = fields.path("hashing_configured").booleanValue(false);
        if (configured && FIELDS.stream().noneMatch(field -> fields.path(field).booleanValue(true))) {
            throw Rejected.invalid(
                    PROPERTY,
                    "hashing_configured is true and all fields are false (expected at least one of "
                            + String.join(", ", FIELDS) + ")");
        }
    }
}
