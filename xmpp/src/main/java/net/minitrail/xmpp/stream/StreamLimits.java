package net.minitrail.xmpp.stream;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How much a peer may ask us to remember. What is beyond is a policy violation and ends the stream.
 *
 * @param stanzaOctets size of one stanza, from its first to its last octet
 * @param headerOctets size of the stream's opening, before anybody is known
 * @param depth how deep elements nest, the stream itself counted
 * @param elements in one stanza
 * @param attributes of one element
 * @param nameLength of elements and attributes, in characters
 * @param names different names in one stream
 */
public record StreamLimits(
        int stanzaOctets, int headerOctets, int depth, int elements, int attributes, int nameLength, int names) {
    public static final StreamLimits DEFAULT = new StreamLimits(1 << 20, 16 << 10, 32, 20_000, 32, 256, 4096);

    public StreamLimits {
        checkArgument(stanzaOctets > 0 && headerOctets > 0, "limits of %s and %s octets", stanzaOctets, headerOctets);
        checkArgument(depth > 1 && elements > 0 && attributes > 0, "depth %s, elements %s", depth, elements);
        checkArgument(nameLength > 0 && names > 0, "name length %s, names %s", nameLength, names);
    }

    /** The same limits but for the size of a stanza. */
    public StreamLimits withStanzaOctets(int octets) {
        return new StreamLimits(octets, headerOctets, depth, elements, attributes, nameLength, names);
    }
}
