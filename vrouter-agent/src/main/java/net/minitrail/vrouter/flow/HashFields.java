package net.minitrail.vrouter.flow;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.EnumSet;

/**
 * Which fields of a packet choose among equal next hops: {@code ecmp_hashing_include_fields} of the configuration.
 *
 * @param included those that count, in the order of the kernel's bits; with none, all packets go the same way
 */
public record HashFields(ImmutableSet<Field> included) {
    /** What counts unless the configuration says otherwise: all five. */
    public static final HashFields ALL = of(EnumSet.allOf(Field.class));

    /** One field. */
    public enum Field {
        PROTOCOL("Proto,", "ip-protocol", "l4-protocol"),
        SOURCE_IP("SrcIP,", "source-ip", "l3-source-address"),
        SOURCE_PORT("SrcPort,", "source-port", "l4-source-port"),
        DESTINATION_IP("DstIp,", "destination-ip", "l3-destination-address"),
        DESTINATION_PORT("DstPort", "destination-port", "l4-destination-port");

        private final String text;
        private final String configName;
        private final String wireName;

        Field(String text, String configName, String wireName) {
            this.text = text;
            this.configName = configName;
            this.wireName = wireName;
        }

        /** Its name in the configuration. */
        public String configName() {
            return configName;
        }

        /** Its name in a route of XMPP. */
        public String wireName() {
            return wireName;
        }
    }

    public static HashFields of(Iterable<Field> fields) {
        return new HashFields(Sets.immutableEnumSet(fields));
    }

    /**
     * A number of 0 or more, the same for all packets that have these fields of a key in common.
     *
     * @param seed of the node: where two choose one after the other, the second must not follow from the first
     */
    public int hash(FlowKey key, int seed) {
        long hash = mix(has(Field.PROTOCOL) ? key.protocol() : 0, (long) seed << 8);
        if (has(Field.SOURCE_IP)) {
            hash = mix(hash ^ key.sourceHigh(), key.sourceLow());
        }
        if (has(Field.SOURCE_PORT)) {
            hash = mix(hash, key.sourcePort());
        }
        if (has(Field.DESTINATION_IP)) {
            hash = mix(hash ^ key.destinationHigh(), key.destinationLow());
        }
        if (has(Field.DESTINATION_PORT)) {
            hash = mix(hash, key.destinationPort());
        }
        return (int) (hash >>> 33);
    }

    private boolean has(Field field) {
        return included.contains(field);
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58_476D_1CE4_E5B9L;
        return mixed ^ mixed >>> 32;
    }

    /** As {@code nh} prints it. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        included.forEach(field -> text.append(field.text));
        return text.toString();
    }
}
