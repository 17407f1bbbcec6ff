/**
 * The SDN gateway: one router with a Junos configuration, VRFs, and tunnels to compute nodes.
 *
 * <p>{@link net.minitrail.gateway.GatewayNode} puts the parts together and answers the control endpoint.
 */
@NullMarked
package net.minitrail.gateway;

import org.jspecify.annotations.NullMarked;
