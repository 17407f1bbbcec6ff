package net.minitrail.net;

/** An IPv4 or IPv6 prefix in canonical form. Prefixes sort by family, network, then length, as routing tables print. */
public sealed interface IpPrefix extends Comparable<IpPrefix> permits Ipv4Prefix, Ipv6Prefix {

    /** Mask length in bits: 0 to 32 or 0 to 128. */
    int length();

    /** The network address; every bit past {@link #length} is zero. */
    IpAddress address();

    boolean contains(IpAddress address);

    /** Whether every address of {@code other} is in this prefix; a prefix covers itself. */
    boolean covers(IpPrefix other);

    default boolean isV4() {
        return this instanceof Ipv4Prefix;
    }

    /** Whether the prefix is one address: /32 or /128. */
    default boolean isHost() {
        return length() == address().bits();
    }

    /** Parses {@code "192.168.1.0/24"} or {@code "fd00::/64"}; set host bits are rejected. */
    static IpPrefix parse(String text) {
        return text.indexOf(':') >= 0 ? Ipv6Prefix.parse(text) : Ipv4Prefix.parse(text);
    }

    /** The prefix of {@code length} bits around {@code address}; host bits are cleared. */
    static IpPrefix containing(IpAddress address, int length) {
        return address instanceof Ipv4Address v4
                ? Ipv4Prefix.containing(v4.value(), length)
                : Ipv6Prefix.containing((Ipv6Address) address, length);
    }

    /** The /32 or /128 of one address. */
    static IpPrefix host(IpAddress address) {
        return containing(address, address.bits());
    }
}
