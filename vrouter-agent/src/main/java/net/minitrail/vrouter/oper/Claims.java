package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.vrouter.oper.InterfaceConfig.Address;

/** Makes an interface's claims from its configuration. Confined to the routing loop. */
final class Claims {
    private final RoutingLoop loop;
    private final Consumer<Claim> changed;

    /** @param changed hears of each change of a claim's preference, and of whether it waits */
    Claims(RoutingLoop loop, Consumer<Claim> changed) {
        this.loop = loop;
        this.changed = changed;
    }

    /** One claim for each address; one that is there already and still fits goes on with its preference. */
    ImmutableList<Claim> make(OperInterface oper, List<Claim> present) {
        var claims = ImmutableList.<Claim>builder();
        int fixed = oper.config().fixedPreference();
        for (Address address : oper.config().addresses()) {
            claims.add(present.stream()
                    .filter(claim -> claim.fits(address, fixed))
                    .findFirst()
                    .orElseGet(() -> claim(oper, address, fixed)));
        }
        return claims.build();
    }

    private Claim claim(OperInterface oper, Address address, int fixed) {
        var mode = fixed > 0
                ? PathPreference.Mode.FIXED
                : address.activeActive() ? PathPreference.Mode.ACTIVE_ACTIVE : PathPreference.Mode.LEARNED;
        Claim[] self = new Claim[1];
        var preference = new PathPreference(loop, mode, fixed, () -> changed.accept(self[0]));
        self[0] = new Claim(oper, address, fixed, preference);
        return self[0];
    }

    /** A packet from {@code address} came through the interface: its longest claim that contains it is alive. */
    void trafficSeen(OperInterface oper, IpAddress address) {
        Claim best = null;
        for (Claim claim : oper.claims()) {
            boolean longer =
                    best == null || claim.prefix().length() > best.prefix().length();
            best = claim.prefix().contains(address) && longer ? claim : best;
        }
        if (best != null) {
            best.preference().trafficSeen();
        }
    }
}
