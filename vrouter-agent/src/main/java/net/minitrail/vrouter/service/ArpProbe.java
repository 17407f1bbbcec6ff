package net.minitrail.vrouter.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.EthernetFrame;
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
 * Asks for addresses that nobody has been seen to have: a unicast ARP request from the service address, at once, then every
 * 2 s for 150 times, then every 10 s. Addresses that are settled are not asked for. Confined to the routing loop.
 */
public final class ArpProbe implements AgentListener {
    private static final Duration FAST = Duration.ofSeconds(2);
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final int FAST_TRIES = 150;

    private final RoutingLoop loop;
    private final Datapath datapath;
    private final Map<UUID, Timer> timers = new HashMap<>();

    public ArpProbe(RoutingLoop loop, Datapath datapath) {
        this.loop = loop;
        this.datapath = datapath;
    }

    @Override
    public void activated(OperInterface oper) {
        // The interface is connected when all have heard of it.
        timers.put(oper.port().id(), loop.schedule(Duration.ZERO, () -> probe(oper, 1)));
    }

    @Override
    public void deactivated(OperInterface oper) {
        Timer timer = timers.remove(oper.port().id());
        if (timer != null) {
            timer.cancel();
        }
    }

    private void probe(OperInterface oper, int tries) {
        for (IpPrefix waiting : oper.waitingAddresses()) {
            if (waiting.isHost() && waiting.address() instanceof Ipv4Address address) {
                ask(oper, address);
            }
        }
        timers.put(oper.port().id(), loop.schedule(tries < FAST_TRIES ? FAST : SLOW, () -> probe(oper, tries + 1)));
    }

    private void ask(OperInterface oper, Ipv4Address address) {
        for (Subnet subnet : oper.vrf().subnets()) {
            if (subnet.service() instanceof Ipv4Address service
                    && subnet.prefix().contains(address)) {
                ArpPacket request = ArpPacket.request(Vif.VROUTER_MAC, service, address);
                var frame = new EthernetFrame(oper.mac(), Vif.VROUTER_MAC, EthernetFrame.ARP, request.encode());
                datapath.deliver(oper.vif(), frame.encode());
                return;
            }
        }
    }

    @Override
    public void readdressed(OperInterface oper) {}

    @Override
    public void vrfAdded(OperVrf vrf) {}

    @Override
    public void vrfRemoved(OperVrf vrf) {}

    @Override
    public void localRouteChanged(OperVrf vrf, RouteKey key) {}
}
