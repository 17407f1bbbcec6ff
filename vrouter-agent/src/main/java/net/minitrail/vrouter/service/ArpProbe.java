package net.minitrail.vrouter.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.NeighborMessage;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.runtime.RoutingLoop.Timer;
import net.minitrail.vrouter.forwarding.Datapath;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.AgentListener;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.Subnet;
import net.minitrail.xmpp.stanza.RouteKey;

/**
 * Asks each interface for the addresses that it may have, whether it has been heard or not: a unicast ARP request or neighbor
 * solicitation from the service address, at once, then every 2 s for 150 times, then every 10 s. Each address has a time of
 * its own. The first time after an address has moved to an interface it is asked for twice, as an address and as one of a
 * MAC. Confined to the routing loop.
 */
public final class ArpProbe implements AgentListener {
    private static final Duration FAST = Duration.ofSeconds(2);
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final int FAST_TRIES = 150;

    private final RoutingLoop loop;
    private final Datapath datapath;
    private final Map<Target, Timer> timers = new HashMap<>();

    private record Target(UUID port, IpPrefix address) {}

    public ArpProbe(RoutingLoop loop, Datapath datapath) {
        this.loop = loop;
        this.datapath = datapath;
    }

    @Override
    public void activated(OperInterface oper) {
        readdressed(oper);
    }

    @Override
    public void readdressed(OperInterface oper) {
        for (IpPrefix address : oper.claimedAddresses()) {
            var target = new Target(oper.port().id(), address);
            if (address.isHost() && !timers.containsKey(target)) {
                // The interface is connected when all have heard of it.
                timers.put(target, loop.schedule(Duration.ZERO, () -> probe(oper, target, 1, 0)));
            }
        }
    }

    @Override
    public void deactivated(OperInterface oper) {
        timers.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().port.equals(oper.port().id());
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
    }

    /** @param sequence of the address when it was asked for last */
    private void probe(OperInterface oper, Target target, int tries, long sequence) {
        if (!oper.claimedAddresses().contains(target.address)) {
            timers.remove(target);
            return;
        }
        ask(oper, target.address.address());
        long now = oper.sequence(target.address);
        if (sequence > 0 && now != sequence) {
            ask(oper, target.address.address());
        }
        Duration pause = tries < FAST_TRIES ? FAST : SLOW;
        timers.put(target, loop.schedule(pause, () -> probe(oper, target, tries + 1, Math.max(now, 1))));
    }

    private void ask(OperInterface oper, IpAddress address) {
        for (Subnet subnet : oper.vrf().subnets()) {
            if (subnet.prefix().contains(address)) {
                if (subnet.service() instanceof Ipv4Address service && address instanceof Ipv4Address v4) {
                    deliver(
                            oper,
                            EthernetFrame.ARP,
                            ArpPacket.request(Vif.VROUTER_MAC, service, v4).encode());
                } else if (subnet.service() instanceof Ipv6Address service && address instanceof Ipv6Address v6) {
                    NeighborMessage question = NeighborMessage.solicitation(v6, Vif.VROUTER_MAC);
                    deliver(oper, EthernetFrame.IPV6, question.from(service, v6).encode());
                }
                return;
            }
        }
    }

    private void deliver(OperInterface oper, int etherType, byte[] payload) {
        datapath.deliver(oper.vif(), new EthernetFrame(oper.mac(), Vif.VROUTER_MAC, etherType, payload).encode());
    }

    @Override
    public void vrfAdded(OperVrf vrf) {}

    @Override
    public void vrfRemoved(OperVrf vrf) {}

    @Override
    public void localRouteChanged(OperVrf vrf, RouteKey key) {}
}
