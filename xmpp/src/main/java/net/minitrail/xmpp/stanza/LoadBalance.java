package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;

/**
 * Which header fields choose among several next hops.
 *
 * @param fields names as on the wire, such as {@code l3-source-address}; empty means all five
 * @param decision {@code field-hash} or {@code source-bias}
 */
public record LoadBalance(ImmutableList<String> fields, String decision) {}
