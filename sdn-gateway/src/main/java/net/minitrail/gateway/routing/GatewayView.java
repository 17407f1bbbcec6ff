package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import net.minitrail.net.IpAddress;

/**
 * What commands and the control endpoint may ask of a running gateway. Thread-safe: each call waits for the routing loop
 * and returns a copy of one consistent moment.
 */
public interface GatewayView {

    /** The configuration in force. */
    GatewayConfig config();

    /** All routing tables, in the order of printing. */
    ImmutableList<TableSnapshot> tables();

    ImmutableList<PeerSnapshot> peers();

    ImmutableList<TunnelSnapshot> tunnels();

    /** What the neighbor is told, by table and destination. */
    ImmutableList<AdvertisedRoute> advertised(IpAddress neighbor);

    /** Ends the session with a neighbor, which then begins anew; false if there is no such neighbor. */
    boolean clear(IpAddress neighbor);

    /** Asks a neighbor for all its routes again (RFC 2918); false if there is no session with it. */
    boolean refresh(IpAddress neighbor);

    /** The label by which other routers reach a VRF, or 0 if it has none. */
    int label(String vrf);

    long uptimeSeconds();
}
