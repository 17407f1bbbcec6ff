package net.minitrail.controller.routing;

import com.google.common.collect.ImmutableList;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.vpn.Vrf;
import net.minitrail.bgp.wire.AddressFamily;
import org.jspecify.annotations.Nullable;

/** A routing instance with its tables. Confined to the routing loop. */
public final class Instance {
    /** What agents exchange routes of. */
    public static final ImmutableList<AddressFamily> FAMILIES =
            ImmutableList.of(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST, AddressFamily.EVPN);

    private final BgpRib rib;
    private final @Nullable Vrf vrf;
    private InstancePlan plan;

    /** @param vrf null for the instance of the fabric, whose tables are those of the speaker */
    Instance(BgpRib rib, @Nullable Vrf vrf, InstancePlan plan) {
        this.rib = rib;
        this.vrf = vrf;
        this.plan = plan;
    }

    public InstancePlan plan() {
        return plan;
    }

    public String name() {
        return plan.name();
    }

    void plan(InstancePlan changed) {
        plan = changed;
    }

    @Nullable
    Vrf vrf() {
        return vrf;
    }

    /** A small number for display: 0 for the fabric. */
    public int index() {
        return vrf == null ? 0 : vrf.index() + 1;
    }

    public RouteTable table(AddressFamily family) {
        return vrf == null ? rib.table(family) : vrf.table(family);
    }

    /** The tables of an instance; those of the fabric belong to the speaker. */
    public ImmutableList<RouteTable> tables() {
        return vrf == null ? rib.tables() : vrf.tables();
    }
}
