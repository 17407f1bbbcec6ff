package net.minitrail.vrouter.oper;

import java.util.HashMap;
import java.util.Map;
import net.minitrail.vrouter.forwarding.Family;
import net.minitrail.vrouter.forwarding.NextHop.VrfTranslate;
import net.minitrail.vrouter.forwarding.VRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The VXLAN network identifiers of networks that bridge, each leading to its VRF. Frames are taken in VXLAN whatever this
 * node itself prefers. Confined to the routing loop.
 */
final class VxlanEntries {
    private static final Logger LOG = LoggerFactory.getLogger(VxlanEntries.class);

    private final VRouter vrouter;
    private final Map<Integer, OperVrf> owners = new HashMap<>();

    VxlanEntries(VRouter vrouter) {
        this.vrouter = vrouter;
    }

    /** Makes the identifier of a VRF what its network says now. Of two with the same one the first keeps it. */
    void update(OperVrf vrf) {
        NetworkConfig network = vrf.network();
        clear(vrf);
        if (network.vni() == 0 || !network.forwarding().bridges()) {
            return;
        }
        OperVrf owner = owners.putIfAbsent(network.vni(), vrf);
        if (owner != null) {
            LOG.warn("vrf={} vni={} belongs to {}", vrf.name(), network.vni(), owner.name());
            return;
        }
        int nextHop = vrouter.nextHops().hold(new VrfTranslate(vrf.index(), Family.BRIDGE, network.floodUnknown()));
        vrouter.vxlans().put(network.vni(), nextHop);
        vrouter.nextHops().release(nextHop);
    }

    void clear(OperVrf vrf) {
        owners.entrySet().removeIf(entry -> {
            boolean gone = entry.getValue() == vrf;
            if (gone) {
                vrouter.vxlans().remove(entry.getKey());
            }
            return gone;
        });
    }
}
