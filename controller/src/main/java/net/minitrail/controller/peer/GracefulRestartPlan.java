package net.minitrail.controller.peer;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import net.minitrail.bgp.session.RestartOffer;

/**
 * Graceful restart as the configuration wants it (RFC 4724, RFC 9494).
 *
 * @param offer what neighbors are asked to keep for us while we are away
 * @param endOfRibTimeout how long neighbors and agents have to complete their routes after our start
 * @param agents names of those whose routes are waited for then
 * @param helper whether routes of neighbors that asked for it are kept while they are away
 */
public record GracefulRestartPlan(
        RestartOffer offer, Duration endOfRibTimeout, ImmutableSet<String> agents, boolean helper) {}
