package net.minitrail.vrouter.forwarding;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** VRFs by index: 0 is the fabric, 1 its policy VRF, those of networks from 2 on. Confined to the routing loop. */
public final class VrfTable {
    public static final String FABRIC = "default-domain:default-project:ip-fabric:__default__";
    public static final String FABRIC_POLICY = "default-domain:default-project:ip-fabric:ip-fabric";

    private final IdPool indexes = new IdPool(0, Vif.NO_VRF - 1);
    private final TreeMap<Integer, Vrf> byIndex = new TreeMap<>();
    private final NextHopTable nextHops;
    private final RouteWatch watch = new RouteWatch();

    VrfTable(NextHopTable nextHops) {
        this.nextHops = nextHops;
        add(FABRIC);
        add(FABRIC_POLICY);
    }

    /** Who hears of changes in every VRF. */
    public RouteWatch watch() {
        return watch;
    }

    public Vrf add(String name) {
        var vrf = new Vrf(indexes.take(), name, nextHops, watch);
        byIndex.put(vrf.index(), vrf);
        return vrf;
    }

    /** Removes a VRF with its routes. */
    public void remove(Vrf vrf) {
        vrf.inet().clear();
        vrf.inet6().clear();
        byIndex.remove(vrf.index());
        indexes.free(vrf.index());
    }

    public @Nullable Vrf get(int index) {
        return byIndex.get(index);
    }

    /** The VRF of this full name, or of this last part of a name, or null. */
    public @Nullable Vrf named(String name) {
        for (Vrf vrf : byIndex.values()) {
            if (vrf.name().equals(name) || vrf.name().endsWith(":" + name)) {
                return vrf;
            }
        }
        return null;
    }

    public Vrf fabric() {
        Vrf vrf = byIndex.get(0);
        if (vrf == null) {
            throw new IllegalStateException("the fabric VRF is gone");
        }
        return vrf;
    }

    /** Every VRF by ascending index. */
    public Collection<Vrf> all() {
        return List.copyOf(byIndex.values());
    }
}
