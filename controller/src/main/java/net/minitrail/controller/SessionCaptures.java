package net.minitrail.controller;

import io.netty.channel.ChannelHandler;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.TransportMap;
import net.minitrail.net.wiretap.WireTap;

/**
 * What can be watched at a control node: its sessions, as {@code bgp:PEER} and {@code xmpp:AGENT}, by protocol address.
 * Thread-safe.
 */
final class SessionCaptures {
    private final TransportMap transports;
    private final CaptureHub hub;

    /** @param peers answers the points that there are now */
    SessionCaptures(Map<Ipv4Address, Ipv4Address> underlay, Supplier<Set<String>> peers) {
        transports = new TransportMap(underlay);
        hub = new CaptureHub(() -> new LinkedHashSet<>(peers.get()));
    }

    /** Makes the handler of one session. */
    ChannelHandler tap(String protocol) {
        return new WireTap(hub, transports, protocol);
    }

    CaptureHub hub() {
        return hub;
    }
}
