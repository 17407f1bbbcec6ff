/**
 * What the agent does with packets itself: it answers for the gateway's and the services' addresses, gives
 * guests theirs by DHCP, knows their names, reports packets whose
 * TTL ran out, and asks by ARP for guests that have not spoken yet. Confined to the routing loop.
 */
@NullMarked
package net.minitrail.vrouter.service;

import org.jspecify.annotations.NullMarked;
