package net.minitrail.vrouter.guest;

import net.minitrail.net.IpAddress;

/**
 * The answer to an echo request, of either family.
 *
 * @param ttl or hop limit, as it arrived
 * @param length of the ICMP message
 */
record EchoReply(IpAddress source, int sequence, int ttl, int length) {}
