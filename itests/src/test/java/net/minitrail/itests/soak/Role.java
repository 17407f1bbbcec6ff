package net.minitrail.itests.soak;

import java.util.List;
import net.minitrail.itests.peer.Family;
import net.minitrail.itests.peer.OpenMessage;

/**
 * Who a peer of the soak is; the same in both controllers that are compared.
 *
 * @param number 1 to 30
 * @param as {@value #SYSTEM} for an internal peer, a route reflector's client
 * @param constrained whether it takes part in route-target constraint (RFC 4684)
 * @param restartTime how long its routes may be kept without it, in seconds, or 0
 */
record Role(int number, long as, boolean constrained, int restartTime) {
    static final long SYSTEM = 65_000;

    /** Every fifth is external; two thirds of the others ask for route targets; every third wants its routes kept. */
    static Role of(int number) {
        boolean external = number % 5 == 0;
        return new Role(
                number,
                external ? 4_200_000_000L + number : SYSTEM,
                !external && number % 3 != 0,
                number % 3 == 1 ? 2 : 0);
    }

    boolean isExternal() {
        return as != SYSTEM;
    }

    /** 127.60.1.N inside, 127.60.2.N outside. */
    String address() {
        return "127.60." + (isExternal() ? 2 : 1) + "." + number;
    }

    List<Family> families() {
        return constrained
                ? List.of(Family.VPN_IPV4, Family.VPN_IPV6, Family.ROUTE_TARGET)
                : List.of(Family.VPN_IPV4, Family.VPN_IPV6);
    }

    OpenMessage open(int holdTime) {
        return new OpenMessage(as, holdTime, 0x0A3C_0000 | number, families(), restartTime);
    }
}
