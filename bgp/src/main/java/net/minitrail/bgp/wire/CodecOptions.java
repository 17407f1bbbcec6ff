package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;

/**
 * What both ends agreed on in OPEN, as far as it changes the meaning of octets.
 *
 * @param internal iBGP: LOCAL_PREF, ORIGINATOR_ID, CLUSTER_LIST and AIGP are exchanged
 * @param fourOctetAs both sides have the four-octet AS capability (RFC 6793)
 * @param extendedMessages both sides take messages of up to 65535 octets (RFC 8654)
 * @param classicIpv4 1/1 is announced in the fields of RFC 4271 alone, for peers without the multiprotocol capability;
 *     else in MP_REACH_NLRI, as Contrail does. Both are always understood
 * @param families routes of others are skipped
 * @param pathsReceived those of them in which the peer sends path identifiers (RFC 7911)
 * @param pathsSent those of them in which we do
 */
public record CodecOptions(
        boolean internal,
        boolean fourOctetAs,
        boolean extendedMessages,
        boolean classicIpv4,
        ImmutableSet<AddressFamily> families,
        ImmutableSet<AddressFamily> pathsReceived,
        ImmutableSet<AddressFamily> pathsSent) {
    static final int MAX_MESSAGE = 4096;
    static final int MAX_EXTENDED_MESSAGE = 65_535;

    /** What holds until the OPEN messages were compared. */
    public static final CodecOptions BEFORE_OPEN = new CodecOptions(false, true, false, true, ImmutableSet.of());

    public CodecOptions {
        families = Sets.immutableEnumSet(families);
        pathsReceived = Sets.immutableEnumSet(pathsReceived);
        pathsSent = Sets.immutableEnumSet(pathsSent);
    }

    /** Without path identifiers. */
    public CodecOptions(
            boolean internal,
            boolean fourOctetAs,
            boolean extendedMessages,
            boolean classicIpv4,
            ImmutableSet<AddressFamily> families) {
        this(internal, fourOctetAs, extendedMessages, classicIpv4, families, ImmutableSet.of(), ImmutableSet.of());
    }

    /** The same with path identifiers in these families. */
    public CodecOptions withPaths(ImmutableSet<AddressFamily> received, ImmutableSet<AddressFamily> sent) {
        return new CodecOptions(internal, fourOctetAs, extendedMessages, classicIpv4, families, received, sent);
    }

    /** An internal session of today's routers: four-octet AS numbers, messages of 4096 octets. */
    public static CodecOptions internal(AddressFamily... families) {
        return new CodecOptions(true, true, false, false, ImmutableSet.copyOf(families));
    }

    /** An external session of today's routers: four-octet AS numbers, messages of 4096 octets. */
    public static CodecOptions external(AddressFamily... families) {
        return new CodecOptions(false, true, false, false, ImmutableSet.copyOf(families));
    }

    /** The longest UPDATE, NOTIFICATION or ROUTE-REFRESH, in octets with the header. */
    public int maxMessageLength() {
        return extendedMessages ? MAX_EXTENDED_MESSAGE : MAX_MESSAGE;
    }
}
