package net.minitrail.vrouter.forwarding;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/** Interfaces by index: 0 physical, 1 vhost0, 2 pkt0, guests from 3 on, lowest free first. Confined to the routing loop. */
public final class VifTable {
    public static final int PHYSICAL = 0;
    public static final int VHOST = 1;
    public static final int AGENT = 2;

    private static final int MOST = 4350;

    private final IdPool indexes = new IdPool(0, MOST);
    private final TreeMap<Integer, Vif> byIndex = new TreeMap<>();

    VifTable(String physicalName, MacAddress physicalMac) {
        add(
                Vif.Type.PHYSICAL,
                physicalName,
                physicalMac,
                0,
                Vif.NO_VRF,
                EnumSet.of(
                        VifFlag.CHECKSUM_OFFLOAD,
                        VifFlag.LAYER_3,
                        VifFlag.LAYER_2,
                        VifFlag.VHOST_PHYSICAL,
                        VifFlag.ETREE_ROOT));
        add(
                Vif.Type.HOST,
                "vhost0",
                physicalMac,
                0,
                Vif.NO_VRF,
                EnumSet.of(VifFlag.POLICY, VifFlag.LAYER_3, VifFlag.DHCP, VifFlag.ETREE_ROOT));
        add(
                Vif.Type.AGENT,
                "pkt0",
                Vif.VROUTER_MAC,
                Vif.NO_VRF,
                Vif.NO_VRF,
                EnumSet.of(VifFlag.LAYER_3, VifFlag.ETREE_ROOT));
    }

    /** Adds the interface of a guest. */
    public Vif addGuest(String name, int vrf, Set<VifFlag> flags) {
        return add(Vif.Type.VIRTUAL, name, Vif.VROUTER_MAC, vrf, vrf, flags);
    }

    private Vif add(Vif.Type type, String name, MacAddress mac, int vrf, int multicastVrf, Set<VifFlag> flags) {
        var vif = new Vif(indexes.take(), type, name, mac, vrf, multicastVrf, flags);
        byIndex.put(vif.index(), vif);
        return vif;
    }

    public void remove(Vif vif) {
        byIndex.remove(vif.index());
        indexes.free(vif.index());
    }

    public @Nullable Vif get(int index) {
        return byIndex.get(index);
    }

    /** The interface with this name in the host, or null. */
    public @Nullable Vif named(String name) {
        for (Vif vif : byIndex.values()) {
            if (vif.name().equals(name)) {
                return vif;
            }
        }
        return null;
    }

    Vif fixed(int index) {
        Vif vif = byIndex.get(index);
        if (vif == null) {
            throw new IllegalStateException("vif0/" + index + " is gone");
        }
        return vif;
    }

    public Vif physical() {
        return fixed(PHYSICAL);
    }

    public Vif vhost() {
        return fixed(VHOST);
    }

    public Vif agent() {
        return fixed(AGENT);
    }

    /** Every interface by ascending index. */
    public Collection<Vif> all() {
        return List.copyOf(byIndex.values());
    }
}
