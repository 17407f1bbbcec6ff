package net.minitrail.itests.interop;

/** The families that a route of the matrix may be of, by the names of the configuration. */
enum Family {
    INET_VPN("inet-vpn"),
    INET6_VPN("inet6-vpn"),
    INET("inet"),
    INET6("inet6"),
    E_VPN("e-vpn"),
    ROUTE_TARGET("route-target");

    private final String word;

    Family(String word) {
        this.word = word;
    }

    boolean isVpn() {
        return this == INET_VPN || this == INET6_VPN;
    }

    boolean isIpv6() {
        return this == INET6_VPN || this == INET6;
    }

    @Override
    public String toString() {
        return word;
    }
}
