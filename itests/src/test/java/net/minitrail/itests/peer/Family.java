package net.minitrail.itests.peer;

/** An address family by its numbers. */
public enum Family {
    VPN_IPV4(1, 128),
    VPN_IPV6(2, 128),
    ROUTE_TARGET(1, 132);

    final int afi;
    final int safi;

    Family(int afi, int safi) {
        this.afi = afi;
        this.safi = safi;
    }

    /** As an End-of-RIB (RFC 4724 section 2). */
    public byte[] endOfRib() {
        return new Octets().attribute(0x80, 15, new Octets().u16(afi).u8(safi)).update();
    }

    /** As a ROUTE-REFRESH (RFC 2918 section 3). */
    public byte[] refresh() {
        return new Octets().u16(afi).u8(0).u8(safi).message(5);
    }

    /** {@code 1/128}. */
    @Override
    public String toString() {
        return afi + "/" + safi;
    }
}
