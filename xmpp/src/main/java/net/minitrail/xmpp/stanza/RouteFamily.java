package net.minitrail.xmpp.stanza;

import java.util.Optional;

/** The families of the agent channel. Their numbers are those of XMPP, which differ from BGP's for EVPN and multicast. */
public enum RouteFamily {
    INET(1, 1),
    INET_LABELED(1, 4),
    MVPN(1, 5),
    MULTICAST(1, 241),
    INET6(2, 1),
    EVPN(25, 242);

    private final int afi;
    private final int safi;

    RouteFamily(int afi, int safi) {
        this.afi = afi;
        this.safi = safi;
    }

    public int afi() {
        return afi;
    }

    public int safi() {
        return safi;
    }

    /** Whether {@link RouteKey.Unicast} is the key of this family's routes. */
    public boolean isUnicast() {
        return this == INET || this == INET6 || this == INET_LABELED;
    }

    public static Optional<RouteFamily> of(int afi, int safi) {
        for (RouteFamily family : values()) {
            if (family.afi == afi && family.safi == safi) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }

    /** The family that the first two numbers of an item-id or of an items node name, as in {@code 1/1/…}. */
    static RouteFamily ofNode(String node) throws RefusedItemException {
        int first = node.indexOf('/');
        int second = node.indexOf('/', first + 1);
        if (first > 0 && second > 0) {
            int afi = Numbers.parse("afi", node.substring(0, first), 65_535);
            int safi = Numbers.parse("safi", node.substring(first + 1, second), 255);
            Optional<RouteFamily> family = of(afi, safi);
            if (family.isPresent()) {
                return family.get();
            }
        }
        throw new RefusedItemException("family of '" + node + "' is unknown (expected: 1/1, 1/4, 2/1, 25/242, …)");
    }

    /** As item-ids begin: {@code "1/1"}. */
    @Override
    public String toString() {
        return afi + "/" + safi;
    }
}
