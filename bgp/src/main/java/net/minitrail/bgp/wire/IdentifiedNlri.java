package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One of several paths to a prefix (RFC 7911 section 3): what a message names where path identifiers were agreed on. Tables
 * are keyed by the prefix alone.
 *
 * @param nlri the prefix, without an identifier itself
 * @param pathId 32 bits, meaningless but for telling the sender's paths to the prefix apart
 */
public record IdentifiedNlri(Nlri nlri, int pathId) implements Nlri {

    public IdentifiedNlri {
        checkArgument(!(nlri instanceof IdentifiedNlri), "two path identifiers on %s", nlri);
    }

    @Override
    public AddressFamily family() {
        return nlri.family();
    }

    @Override
    public int compareWithinFamily(Nlri other) {
        var that = (IdentifiedNlri) other;
        int byNlri = nlri.compareWithinFamily(that.nlri);
        return byNlri != 0 ? byNlri : Integer.compareUnsigned(pathId, that.pathId);
    }

    @Override
    public String toString() {
        return nlri + " path " + Integer.toUnsignedString(pathId);
    }
}
