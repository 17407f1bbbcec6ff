package net.minitrail.vrouter.flow;

import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the packets of one direction beyond its key, so that it can be decided on again when routes change.
 *
 * @param source of the first packet, also where the key leaves it out
 * @param destination likewise
 * @param fromGuest whether they come in by a guest's interface, not out of a tunnel
 * @param bridged whether they are switched by MAC address, not routed
 * @param sourceMac of bridged packets, null of routed ones
 * @param outerSource the tunnel's other end, 0 if they came by none
 * @param answers whether they go back to where the first packet came from
 */
public record FlowOrigin(
        IpAddress source,
        IpAddress destination,
        boolean fromGuest,
        boolean bridged,
        @Nullable MacAddress sourceMac,
        int outerSource,
        boolean answers) {}
