package net.minitrail.vrouter.forwarding;

import java.util.EnumMap;

/** A counter for each constant of an enum, without boxing. Confined to the routing loop. */
final class Counters<E extends Enum<E>> {
    private final EnumMap<E, long[]> values;

    Counters(Class<E> type) {
        values = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            values.put(constant, new long[1]);
        }
    }

    void add(E constant) {
        long[] value = values.get(constant);
        if (value != null) {
            value[0]++;
        }
    }

    long get(E constant) {
        long[] value = values.get(constant);
        return value == null ? 0 : value[0];
    }
}
