package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;

/**
 * Routes and the peers to write them to. For each peer, deliveries are to be written in the order in which they were given.
 *
 * @param recipients at least one; all with the codec options of {@code outbound}
 */
public record Delivery(Outbound outbound, ImmutableList<RibPeer> recipients) {}
