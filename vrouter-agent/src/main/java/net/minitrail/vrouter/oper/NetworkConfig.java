package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;

/**
 * A virtual network with its routing instance, as configured.
 *
 * @param name full name, parts joined by colons
 * @param instance full name of the routing instance, which is also the VRF's
 * @param networkId number of the network, 0 if it has none
 */
record NetworkConfig(String name, String instance, int networkId, ImmutableList<Subnet> subnets) {}
