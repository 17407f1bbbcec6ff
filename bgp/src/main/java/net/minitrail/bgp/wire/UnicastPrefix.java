package net.minitrail.bgp.wire;

import net.minitrail.net.IpPrefix;

/** A prefix of family 1/1 or 2/1. */
public record UnicastPrefix(IpPrefix prefix) implements Nlri {

    public static UnicastPrefix parse(String text) {
        return new UnicastPrefix(IpPrefix.parse(text));
    }

    @Override
    public AddressFamily family() {
        return prefix.isV4() ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
    }

    @Override
    public int compareWithinFamily(Nlri other) {
        return prefix.compareTo(((UnicastPrefix) other).prefix);
    }

    @Override
    public String toString() {
        return prefix.toString();
    }
}
