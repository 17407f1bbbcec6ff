package net.minitrail.controller;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import net.minitrail.bgp.session.NeighborConfig;
import net.minitrail.bgp.session.PrefixLimit;
import net.minitrail.bgp.session.SessionOptions;
import net.minitrail.bgp.wire.AddressFamily;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a bgp-router or a peering says of one session beyond who the neighbor is. Of Contrail's schema are the keys of
 * the peering; those of bgp_router_parameters are ours. On the config loop.
 */
final class PeerOptionsReader {
    private PeerOptionsReader() {}

    /**
     * Adds protection and limits to a neighbor.
     *
     * @param parameters of its bgp-router
     * @param session attributes of the peering, or a missing node
     */
    static NeighborConfig.Builder protect(
            NeighborConfig.Builder neighbor, JsonNode parameters, JsonNode session, SessionOptions options) {
        return neighbor.options(insist(options, parameters))
                .shutdownText(parameters.path("shutdown_text").stringValue(""))
                .ttlSecurity(parameters.path("ttl_security").intValue(0))
                .prefixLimits(limits(parameters, session, options));
    }

    private static SessionOptions insist(SessionOptions options, JsonNode parameters) {
        JsonNode helper = parameters.path("graceful_restart_helper");
        return options.withMinimumHoldTime(
                        Duration.ofSeconds(parameters.path("minimum_hold_time").intValue(0)))
                .withIpv4InMpReach(parameters.path("ipv4_in_mp_reach").booleanValue(false))
                .withRestartHelper(helper.booleanValue(options.restartHelper()));
    }

    /** One limit for each family, which the peering may replace for single ones. */
    private static Map<AddressFamily, PrefixLimit> limits(
            JsonNode parameters, JsonNode session, SessionOptions options) {
        Map<AddressFamily, PrefixLimit> limits = new EnumMap<>(AddressFamily.class);
        JsonNode common = parameters.path("prefix_limit");
        if (common.path("maximum").intValue(0) > 0) {
            options.families().forEach(family -> limits.put(family, limit(common)));
        }
        for (JsonNode attributes : session.path("family_attributes").values()) {
            JsonNode limit = attributes.path("prefix_limit");
            String name = attributes.path("address_family").stringValue("");
            if (limit.path("maximum").intValue(0) > 0) {
                options.families().stream()
                        .filter(family -> family.configName().equals(name))
                        .forEach(family -> limits.put(family, limit(limit)));
            }
        }
        return limits;
    }

    private static PrefixLimit limit(JsonNode limit) {
        int warning = limit.path("warning_percent").intValue(PrefixLimit.USUAL_WARNING);
        long pause = limit.path("idle_timeout").longValue(PrefixLimit.USUAL_RESTART.toSeconds());
        return new PrefixLimit(
                limit.path("maximum").intValue(),
                Math.max(1, Math.min(100, warning)),
                true,
                false,
                Duration.ofSeconds(Math.max(0, Math.min(86_400, pause))));
    }
}
