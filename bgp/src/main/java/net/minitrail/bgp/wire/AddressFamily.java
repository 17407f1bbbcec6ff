package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import org.jspecify.annotations.Nullable;

/** The address families this library carries, in the order in which tables and counters are printed. */
public enum AddressFamily {
    IPV4_UNICAST(1, 1, "inet", "inet-unicast"),
    IPV6_UNICAST(2, 1, "inet6", "inet6-unicast"),
    VPN_IPV4(1, 128, "inet-vpn", "inet-vpn-unicast"),
    VPN_IPV6(2, 128, "inet6-vpn", "inet6-vpn-unicast"),
    ROUTE_TARGET(1, 132, "route-target", "route-target"),
    EVPN(25, 70, "e-vpn", "evpn");

    private static final AddressFamily[] ALL = values();

    private final int afi;
    private final int safi;
    private final String configName;
    private final String junosName;

    AddressFamily(int afi, int safi, String configName, String junosName) {
        this.afi = afi;
        this.safi = safi;
        this.configName = configName;
        this.junosName = junosName;
    }

    /** The family of these code points, or null if this library does not carry it. */
    public static @Nullable AddressFamily of(int afi, int safi) {
        for (AddressFamily family : ALL) {
            if (family.afi == afi && family.safi == safi) {
                return family;
            }
        }
        return null;
    }

    /** The family that a bgp-router of Contrail calls {@code name}: {@code inet}, {@code inet-vpn}, {@code e-vpn} … */
    public static AddressFamily ofConfigName(String name) {
        for (AddressFamily family : ALL) {
            if (family.configName.equals(name)) {
                return family;
            }
        }
        checkArgument(false, "'%s' is not an address family", name);
        throw new AssertionError();
    }

    /** IANA address family number, 0 to 65535. */
    public int afi() {
        return afi;
    }

    /** IANA subsequent address family number, 0 to 255. */
    public int safi() {
        return safi;
    }

    /** The name in Contrail's configuration. */
    public String configName() {
        return configName;
    }

    /** The name that {@code show bgp neighbor} of Junos prints. */
    public String junosName() {
        return junosName;
    }
}
