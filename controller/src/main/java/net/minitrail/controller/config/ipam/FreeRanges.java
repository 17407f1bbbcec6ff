package net.minitrail.controller.config.ipam;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A set of addresses, as numbers, kept as disjoint ranges that do not touch: a /64 costs one entry. */
final class FreeRanges {
    /** Last number by first number. */
    private final TreeMap<BigInteger, BigInteger> ranges = new TreeMap<>();

    Optional<BigInteger> lowest() {
        return ranges.isEmpty() ? Optional.empty() : Optional.of(ranges.firstKey());
    }

    Optional<BigInteger> highest() {
        return ranges.isEmpty()
                ? Optional.empty()
                : Optional.of(ranges.lastEntry().getValue());
    }

    boolean contains(BigInteger number) {
        Map.Entry<BigInteger, BigInteger> range = ranges.floorEntry(number);
        return range != null && range.getValue().compareTo(number) >= 0;
    }

    /** Adds all of {@code first} to {@code last}; what is there already stays. */
    void add(BigInteger first, BigInteger last) {
        BigInteger from = first;
        BigInteger to = last;
        Map.Entry<BigInteger, BigInteger> near = ranges.floorEntry(last.add(BigInteger.ONE));
        while (near != null && near.getValue().add(BigInteger.ONE).compareTo(from) >= 0) {
            ranges.remove(near.getKey());
            from = from.min(near.getKey());
            to = to.max(near.getValue());
            near = ranges.floorEntry(to.add(BigInteger.ONE));
        }
        ranges.put(from, to);
    }

    /** Removes one number; answers whether it was there. */
    boolean remove(BigInteger number) {
        Map.Entry<BigInteger, BigInteger> range = ranges.floorEntry(number);
        if (range == null || range.getValue().compareTo(number) < 0) {
            return false;
        }
        ranges.remove(range.getKey());
        if (range.getKey().compareTo(number) < 0) {
            ranges.put(range.getKey(), number.subtract(BigInteger.ONE));
        }
        if (range.getValue().compareTo(number) > 0) {
            ranges.put(number.add(BigInteger.ONE), range.getValue());
        }
        return true;
    }
}
