package net.minitrail.net;

/** An IPv4 or IPv6 address. All IPv4 addresses sort before all IPv6 addresses. */
public sealed interface IpAddress extends Comparable<IpAddress> permits Ipv4Address, Ipv6Address {

    /** Length of the address in bits: 32 or 128. */
    int bits();

    /** The address in network order: 4 or 16 octets. */
    byte[] octets();

    default boolean isV4() {
        return this instanceof Ipv4Address;
    }

    /** Parses dotted-quad or RFC 4291 text. Host names are never resolved. */
    static IpAddress parse(String text) {
        return text.indexOf(':') >= 0 ? Ipv6Address.parse(text) : Ipv4Address.parse(text);
    }

    /** Reads 4 or 16 octets in network order. */
    static IpAddress of(byte[] octets) {
        return octets.length == 4 ? Ipv4Address.of(octets) : Ipv6Address.of(octets);
    }
}
