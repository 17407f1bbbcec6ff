package net.minitrail.vrouter.guest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.AgentListener;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.Subnet;
import net.minitrail.xmpp.stanza.RouteKey;
import org.jspecify.annotations.Nullable;

/**
 * The guests of this node. A guest boots when its first port is active, takes its address from the port's network, and
 * announces it; it is gone with its last port. Confined to the routing loop.
 */
public final class Guests implements AgentListener {
    private static final int HOST_MASK = 32;

    private final RoutingLoop loop;
    private final BiConsumer<Vif, byte[]> vrouter;
    private final Map<UUID, Guest> byInstance = new LinkedHashMap<>();

    /** @param vrouter takes the frames that guests send, with the interface that they come in by */
    public Guests(RoutingLoop loop, BiConsumer<Vif, byte[]> vrouter) {
        this.loop = loop;
        this.vrouter = vrouter;
    }

    /** The guest of this name, or null. */
    public @Nullable Guest named(String name) {
        for (Guest guest : byInstance.values()) {
            if (guest.name().equals(name)) {
                return guest;
            }
        }
        return null;
    }

    @Override
    public void activated(OperInterface oper) {
        Guest guest = byInstance.computeIfAbsent(
                oper.port().instance(), id -> new Guest(oper.port().displayName(), loop));
        Vif vif = oper.vif();
        // Each frame crosses the interface as a task of its own, so that two guests that talk do not nest calls.
        Nic nic = guest.plug(oper.port().id(), oper.mac(), frame -> loop.execute(() -> vrouter.accept(vif, frame)));
        vif.connect(frame -> loop.execute(() -> nic.receive(frame)));
        configure(oper, nic);
    }

    @Override
    public void readdressed(OperInterface oper) {
        Guest guest = byInstance.get(oper.port().instance());
        Nic nic = guest == null ? null : guest.nic(oper.port().id());
        if (nic != null && !nic.address().equals(oper.primaryAddress())) {
            configure(oper, nic);
        }
    }

    @Override
    public void deactivated(OperInterface oper) {
        Guest guest = byInstance.get(oper.port().instance());
        oper.vif().connect(frame -> {});
        if (guest != null && guest.unplug(oper.port().id())) {
            byInstance.remove(oper.port().instance());
        }
    }

    private static void configure(OperInterface oper, Nic nic) {
        if (!(oper.primaryAddress() instanceof Ipv4Address address)) {
            return;
        }
        int mask = HOST_MASK;
        Ipv4Address gateway = null;
        for (Subnet subnet : oper.vrf().subnets()) {
            if (subnet.prefix().contains(address)) {
                mask = subnet.prefix().length();
                IpAddress configured = subnet.gateway();
                gateway = configured instanceof Ipv4Address v4 ? v4 : null;
            }
        }
        nic.configure(address, mask, gateway);
    }

    @Override
    public void vrfAdded(OperVrf vrf) {}

    @Override
    public void vrfRemoved(OperVrf vrf) {}

    @Override
    public void localRouteChanged(OperVrf vrf, RouteKey key) {}
}
