package net.minitrail.net.underlay;

/** What a tunnel puts before packets and frames. */
public enum Encapsulation {
    /** A label in GRE, IP protocol 47; on loopback GRE-in-UDP (RFC 8086). */
    MPLS_OVER_GRE(4754, 34, 49_152),
    /** A label in UDP (RFC 7510). */
    MPLS_OVER_UDP(6635, 42, 51_000),
    /** A network identifier before an Ethernet frame in UDP (RFC 7348). */
    VXLAN(4789, 42, 52_000);

    /** Where MPLS over UDP was before RFC 7510 gave it a port; still listened to. */
    static final int EARLIER_MPLS_OVER_UDP = 51_234;

    private final int port;
    private final int outerLength;
    private final int sourcePort;

    Encapsulation(int port, int outerLength, int sourcePort) {
        this.port = port;
        this.outerLength = outerLength;
        this.sourcePort = sourcePort;
    }

    /** The UDP port; that of GRE counts on loopback wiring only. */
    public int port() {
        return port;
    }

    /** Octets of Ethernet, IPv4 and UDP before what a tunnel packet carries. */
    public int outerLength() {
        return outerLength;
    }

    /** The UDP source port of packets that have nothing to tell flows apart by. */
    public int sourcePort() {
        return sourcePort;
    }
}
