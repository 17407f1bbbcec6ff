package net.minitrail.bgp.wire;

import org.jspecify.annotations.Nullable;

/** What the attribute codecs have read of one UPDATE so far. For one thread. */
final class AttributeDraft {
    final PathAttributesBuilder builder = PathAttributes.builder();

    /** AS4_PATH and AS4_AGGREGATOR of a peer with two-octet AS numbers, until they are merged. */
    @Nullable
    AsPath as4Path;

    @Nullable
    Aggregator as4Aggregator;

    @Nullable
    Aggregator aggregator;

    /** One bit for each attribute type that was met. */
    private final long[] seen = new long[4];

    /** Notes an attribute type; false if it was met before. */
    boolean firstOf(int type) {
        long bit = 1L << type;
        boolean first = (seen[type >> 6] & bit) == 0;
        seen[type >> 6] |= bit;
        return first;
    }

    boolean has(int type) {
        return (seen[type >> 6] & 1L << type) != 0;
    }

    /** Ends the collection: merges the four-octet attributes (RFC 6793 section 4.2.3). */
    PathAttributesBuilder finish() {
        boolean ignoreAs4 = aggregator != null && as4Aggregator != null && aggregator.as() != Open.AS_TRANS;
        if (aggregator != null) {
            builder.aggregator(as4Aggregator == null || ignoreAs4 ? aggregator : as4Aggregator);
        }
        if (as4Path != null && !ignoreAs4) {
            builder.asPath(builder.asPath.mergedWith(as4Path));
        }
        return builder;
    }
}
