package net.minitrail.net.underlay;

/** How a tunnel carries labelled packets. */
public enum Encapsulation {
    /** GRE, IP protocol 47; on loopback GRE-in-UDP (RFC 8086). */
    MPLS_OVER_GRE(4754),
    /** UDP (RFC 7510). */
    MPLS_OVER_UDP(6635);

    private final int port;

    Encapsulation(int port) {
        this.port = port;
    }

    /** The UDP port on loopback wiring. */
    public int port() {
        return port;
    }
}
