package net.minitrail.bgp.rib;

import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;

/** A source of paths that is no BGP peer. Immutable, and equal to itself alone. */
public final class NamedSource implements PathSource {
    private final String name;
    private final Kind kind;
    private final IpAddress address;
    private final int rank;

    private NamedSource(String name, Kind kind, IpAddress address, int rank) {
        this.name = name;
        this.kind = kind;
        this.address = address;
        this.rank = rank;
    }

    /** Routes of this node: {@code name} is the protocol, such as {@code direct}; a higher rank wins. */
    public static NamedSource local(String name, int rank) {
        return new NamedSource(name, Kind.LOCAL, Ipv4Address.ANY, rank);
    }

    /** An agent of that name, reached at {@code address}. */
    public static NamedSource agent(String name, Ipv4Address address) {
        return new NamedSource(name, Kind.XMPP, address, 0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public int routerId() {
        return address instanceof Ipv4Address v4 ? v4.value() : 0;
    }

    @Override
    public IpAddress address() {
        return address;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public String toString() {
        return name;
    }
}
