package net.minitrail.gateway.cli;

import net.minitrail.gateway.forwarding.Packets;
import net.minitrail.gateway.junos.ConfigStore;
import net.minitrail.gateway.routing.GatewayView;
import net.minitrail.net.underlay.CaptureHub;

/** What all command lines of a gateway share. */
public record CommandContext(GatewayView gateway, ConfigStore store, Packets packets, CaptureHub captures) {

    String hostName() {
        return gateway.config().hostName();
    }
}
