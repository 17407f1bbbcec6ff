package net.minitrail.controller.config.rules;

import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import tools.jackson.databind.JsonNode;

/** What the fat flows of a port or network must be like beyond their shape. */
final class FatFlowRules {
    private static final int SHORTEST = 8;

    private FatFlowRules() {}

    /** Refuses prefixes that are too short, aggregates shorter than them, and a side that is both ignored and aggregated. */
    static void check(Draft draft, String property) {
        int i = 0;
        for (JsonNode flow : draft.property(property).path("fat_flow_protocol").values()) {
            String field = property + ".fat_flow_protocol[" + i++ + "]";
            for (String side : new String[] {"source", "destination"}) {
                JsonNode prefix = flow.path(side + "_prefix");
                if (!prefix.hasNonNull("ip_prefix")) {
                    continue;
                }
                int length = prefix.path("ip_prefix_len").intValue(0);
                int aggregate = flow.path(side + "_aggregate_prefix_length").intValue(length);
                if (length < SHORTEST || aggregate < length) {
                    throw Rejected.invalid(
                            field,
                            side + " prefix length " + length + " and aggregate length " + aggregate
                                    + " (expected 8 or more, and the aggregate no shorter)");
                }
                if (flow.path("ignore_address").stringValue("").equals(side)) {
                    throw Rejected.invalid(field, "a " + side + " that is ignored cannot be aggregated");
                }
            }
        }
    }
}
