package net.minitrail.controller;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import net.minitrail.bgp.session.RestartOffer;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.rules.GlobalSettings;
import net.minitrail.controller.peer.GracefulRestartPlan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads graceful_restart_parameters of the global-system-config, with Contrail's defaults of 300 s for each time. Where
 * nobody set them, neighbors that restart are helped, as most routers do; Contrail would help nobody.
 */
final class GracefulRestartReader {
    private static final int DEFAULT_SECONDS = 300;

    private GracefulRestartReader() {}

    static GracefulRestartPlan read(ConfigGraph configuration) {
        JsonNode parameters = GlobalSettings.object(configuration)
                .map(global -> global.property("graceful_restart_parameters"))
                .orElse(MissingNode.getInstance());
        boolean enabled = parameters.path("enable").booleanValue(false);
        RestartOffer offer = enabled
                ? new RestartOffer(seconds(parameters, "restart_time"), seconds(parameters, "long_lived_restart_time"))
                : RestartOffer.NONE;
        boolean helper = !parameters.isObject()
                || enabled && parameters.path("bgp_helper_enable").booleanValue(false);
        return new GracefulRestartPlan(offer, seconds(parameters, "end_of_rib_timeout"), agents(configuration), helper);
    }

    private static ImmutableSet<String> agents(ConfigGraph configuration) {
        return configuration.all("virtual-router").stream()
                .map(ConfigObject::shortName)
                .collect(ImmutableSet.toImmutableSet());
    }

    private static Duration seconds(JsonNode parameters, String key) {
        return Duration.ofSeconds(parameters.path(key).intValue(DEFAULT_SECONDS));
    }
}
