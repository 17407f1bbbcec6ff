package net.minitrail.vrouter.oper;

import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.oper.InterfaceConfig.Address;
import net.minitrail.vrouter.oper.OperInterface.Reach;
import org.jspecify.annotations.Nullable;

/** An interface's claim to a prefix: what it is reached by, and how strongly it is held. Confined to the routing loop. */
final class Claim {
    private final OperInterface owner;
    private final Address address;
    private final int fixedPreference;
    private final PathPreference preference;

    Claim(OperInterface owner, Address address, int fixedPreference, PathPreference preference) {
        this.owner = owner;
        this.address = address;
        this.fixedPreference = fixedPreference;
        this.preference = preference;
    }

    /** Whether it is what this address, with this preference from the configuration, asks for. */
    boolean fits(Address wanted, int wantedPreference) {
        return address.equals(wanted) && fixedPreference == wantedPreference;
    }

    OperInterface owner() {
        return owner;
    }

    IpPrefix prefix() {
        return address.prefix();
    }

    /** The MAC that ARP for it is answered with, or null if nobody knows. */
    @Nullable
    MacAddress mac() {
        return address.mac();
    }

    /** Whether others may have the address at the same time. */
    boolean shared() {
        return address.activeActive();
    }

    Reach reach() {
        return owner.reach(address.mac());
    }

    int nextHop() {
        return reach().nextHop();
    }

    int label() {
        return reach().label();
    }

    PathPreference preference() {
        return preference;
    }
}
