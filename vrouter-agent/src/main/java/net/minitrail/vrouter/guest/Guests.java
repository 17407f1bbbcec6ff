package net.minitrail.vrouter.guest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.underlay.CaptureHub;
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
    private final RoutingLoop loop;
    private final BiConsumer<Vif, byte[]> vrouter;
    private final Executor commands;
    private final CaptureHub captures;
    private final Map<UUID, Guest> byInstance = new LinkedHashMap<>();
    private final Map<UUID, Set<IpAddress>> given = new HashMap<>();

    /**
     * For one node.
     *
     * @param vrouter takes the frames that guests send, with the interface that they come in by
     * @param commands runs the commands of those who have logged in to a guest over the network
     * @param captures shows what passes the guests' cards
     */
    public Guests(RoutingLoop loop, BiConsumer<Vif, byte[]> vrouter, Executor commands, CaptureHub captures) {
        this.loop = loop;
        this.vrouter = vrouter;
        this.commands = commands;
        this.captures = captures;
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
                oper.port().instance(),
                id -> new Guest(
                        oper.port().displayName(), GuestProfile.of(oper.port().profile()), loop, commands, captures));
        Vif vif = oper.vif();
        // Each frame crosses the interface as a task of its own, so that two guests that talk do not nest calls.
        Nic nic = guest.plug(
                oper.port().id(), vif.name(), oper.mac(), frame -> loop.execute(() -> vrouter.accept(vif, frame)));
        vif.connect(frame -> loop.execute(() -> nic.receive(frame)));
        configure(oper, nic);
    }

    @Override
    public void readdressed(OperInterface oper) {
        Guest guest = byInstance.get(oper.port().instance());
        Nic nic = guest == null ? null : guest.nic(oper.port().id());
        if (nic != null) {
            configure(oper, nic);
        }
    }

    @Override
    public void deactivated(OperInterface oper) {
        Guest guest = byInstance.get(oper.port().instance());
        oper.vif().connect(frame -> {});
        given.remove(oper.port().id());
        if (guest != null && guest.unplug(oper.port().id())) {
            byInstance.remove(oper.port().instance());
        }
    }

    /**
     * Has the card get the port's first address of each family, once: what the guest makes of it is its own affair. The IPv4
     * address comes by DHCP; where a subnet is without, and for IPv6, it is as if the guest read it from its configuration drive.
     */
    private void configure(OperInterface oper, Nic nic) {
        Set<IpAddress> before = given.getOrDefault(oper.port().id(), Set.of());
        Ipv4Address v4 = oper.vif().address();
        if (v4.value() != 0 && !before.contains(v4)) {
            Subnet subnet = subnet(oper, v4);
            if (subnet != null && subnet.dhcp()) {
                nic.dhcp().start(text -> {});
            } else {
                nic.configure(
                        v4,
                        subnet == null ? v4.bits() : subnet.prefix().length(),
                        subnet != null && subnet.gateway() instanceof Ipv4Address gateway ? gateway : null);
            }
        }
        Ipv6Address v6 = oper.vif().address6();
        if (v6 != null && !before.contains(v6)) {
            Subnet subnet = subnet(oper, v6);
            nic.ipv6()
                    .configure(
                            v6,
                            subnet == null ? v6.bits() : subnet.prefix().length(),
                            subnet != null && subnet.gateway() instanceof Ipv6Address gateway ? gateway : null);
        }
        given.put(oper.port().id(), v6 == null ? Set.of(v4) : Set.of(v4, v6));
    }

    private static @Nullable Subnet subnet(OperInterface oper, IpAddress address) {
        for (Subnet subnet : oper.vrf().subnets()) {
            if (subnet.prefix().contains(address)) {
                return subnet;
            }
        }
        return null;
    }

    @Override
    public void vrfAdded(OperVrf vrf) {}

    @Override
    public void vrfRemoved(OperVrf vrf) {}

    @Override
    public void localRouteChanged(OperVrf vrf, RouteKey key) {}
}
