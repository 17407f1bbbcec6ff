package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Comparator;

/**
 * A large community (RFC 8092): three numbers of four octets.
 *
 * @param administrator an AS, 0 to 4294967295
 * @param data1 0 to 4294967295
 * @param data2 0 to 4294967295
 */
public record LargeCommunity(long administrator, long data1, long data2) implements Comparable<LargeCommunity> {
    private static final Comparator<LargeCommunity> ORDER = Comparator.comparingLong(LargeCommunity::administrator)
            .thenComparingLong(LargeCommunity::data1)
            .thenComparingLong(LargeCommunity::data2);

    public LargeCommunity {
        checkArgument(
                administrator >>> 32 == 0 && data1 >>> 32 == 0 && data2 >>> 32 == 0,
                "%s:%s:%s does not fit in three times four octets",
                administrator,
                data1,
                data2);
    }

    @Override
    public int compareTo(LargeCommunity other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return administrator + ":" + data1 + ":" + data2;
    }
}
