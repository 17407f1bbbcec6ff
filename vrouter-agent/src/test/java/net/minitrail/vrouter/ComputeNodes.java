package net.minitrail.vrouter;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.runtime.VirtualTimeLoop;
import net.minitrail.net.underlay.TunnelPacket;
import net.minitrail.vrouter.oper.AgentListener;
import net.minitrail.vrouter.oper.LocalRoute;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.TunnelChoice;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import org.jspecify.annotations.Nullable;

/**
 * Compute nodes 192.168.100.3, .4 … on one virtual time. Each hears the others' routes, as if a control node passed them on
 * (each source as a control node of its own, so that the choice is the agents'), and gets what they send into its tunnels.
 */
final class ComputeNodes {
    final VirtualTimeLoop loop = new VirtualTimeLoop();
    final List<ComputeNode> nodes = new ArrayList<>();

    ComputeNodes(int count) {
        for (int i = 0; i < count; i++) {
            Ipv4Address address = Ipv4Address.parse("192.168.100." + (3 + i));
            MacAddress mac = TunnelChoice.fabricMac(address);
            nodes.add(new ComputeNode(address, mac, loop, this::carry));
        }
        for (int i = 0; i < count; i++) {
            nodes.get(i).agent.listen(new Reflector(i));
        }
    }

    ComputeNode get(int index) {
        return nodes.get(index);
    }

    void advance(Duration duration) {
        loop.advance(duration);
    }

    private void carry(TunnelPacket packet) {
        for (ComputeNode node : nodes) {
            if (node.address.equals(packet.destination())) {
                loop.execute(() -> node.datapath.fromTunnel(packet.encapsulation(), packet.source(), packet.octets()));
            }
        }
    }

    private final class Reflector implements AgentListener {
        private final int index;

        Reflector(int index) {
            this.index = index;
        }

        @Override
        public void vrfAdded(OperVrf vrf) {
            nodes.get(index).agent.localRoutes(vrf).forEach(key -> localRouteChanged(vrf, key));
            for (int i = 0; i < nodes.size(); i++) {
                int other = i;
                OperVrf there = nodes.get(i).agent.vrf(vrf.name());
                if (i != index && there != null) {
                    nodes.get(i).agent.localRoutes(there).forEach(key -> tell(other, there, key, index));
                }
            }
        }

        @Override
        public void localRouteChanged(OperVrf vrf, RouteKey key) {
            for (int i = 0; i < nodes.size(); i++) {
                if (i != index) {
                    tell(index, vrf, key, i);
                }
            }
        }

        @Override
        public void vrfRemoved(OperVrf vrf) {}

        @Override
        public void activated(OperInterface oper) {}

        @Override
        public void readdressed(OperInterface oper) {}

        @Override
        public void deactivated(OperInterface oper) {}
    }

    /** What {@code from} says of a route now, a moment later told to {@code to}. */
    private void tell(int from, OperVrf vrf, RouteKey key, int to) {
        loop.execute(() -> {
            var source = nodes.get(from);
            var target = nodes.get(to).agent;
            boolean evpn = key instanceof RouteKey.Evpn;
            LocalRoute route = key instanceof RouteKey.Evpn mac
                    ? source.agent.localRoute(vrf, mac)
                    : source.agent.localRoute(vrf, ((RouteKey.Unicast) key).prefix());
            RouteItem item = item(source.address, key, route);
            // An inclusive multicast route comes back under the address of the node that it is of.
            RouteKey told = evpn && ((RouteKey.Evpn) key).mac().equals(MacAddress.BROADCAST)
                    ? new RouteKey.Evpn(
                            ((RouteKey.Evpn) key).ethernetTag(),
                            MacAddress.BROADCAST,
                            net.minitrail.net.IpPrefix.host(source.address),
                            null,
                            null)
                    : key;
            if (told instanceof RouteKey.Evpn mac) {
                if (item == null) {
                    target.forget(from, vrf.name(), mac);
                } else {
                    target.learn(from, 1, vrf.name(), mac, item);
                }
            } else if (told instanceof RouteKey.Unicast unicast) {
                if (item == null) {
                    target.forget(from, vrf.name(), unicast.prefix());
                } else {
                    target.learn(from, 1, vrf.name(), unicast.prefix(), item);
                }
            }
        });
    }

    private static @Nullable RouteItem item(Ipv4Address node, RouteKey key, @Nullable LocalRoute route) {
        if (route == null) {
            return null;
        }
        var hop = RouteNextHop.of(node, route.label(), route.encapsulations(), route.network());
        return RouteItem.of(
                key,
                ImmutableList.of(hop),
                RouteAttributes.builder()
                        .virtualNetwork(route.network())
                        .localPreference(route.preference())
                        .mobility(route.sequence(), false)
                        .build());
    }
}
