package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import net.minitrail.gateway.forwarding.TunnelCounters;
import net.minitrail.gateway.forwarding.TunnelEnd;
import net.minitrail.gateway.routing.GatewayConfig.DynamicTunnel;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.underlay.Encapsulation;

/**
 * Tunnels that come with the first route that needs them and go with the last: one for each next hop inside the configured
 * destination networks. Confined to the routing loop.
 */
final class DynamicTunnels {
    /** The interface device; each tunnel is a unit of it. */
    static final String DEVICE = "gr-0/0/10";

    private static final int FIRST_UNIT = 32769;

    private final LabelPool units = new LabelPool(FIRST_UNIT);
    private final Map<Ipv4Address, Tunnel> tunnels = new TreeMap<>();
    private ImmutableList<DynamicTunnel> configured = ImmutableList.of();

    /** One tunnel that is up. */
    static final class Tunnel {
        private final int unit;
        private final DynamicTunnel config;
        private final Ipv4Prefix network;
        private final TunnelEnd end;
        private final long since;
        private int references;

        private Tunnel(int unit, DynamicTunnel config, Ipv4Prefix network, Ipv4Address to, long now) {
            this.unit = unit;
            this.config = config;
            this.network = network;
            this.since = now;
            this.end = new TunnelEnd(
                    DEVICE + "." + unit,
                    config.udp() ? Encapsulation.MPLS_OVER_UDP : Encapsulation.MPLS_OVER_GRE,
                    config.source(),
                    to,
                    new TunnelCounters());
        }

        TunnelEnd end() {
            return end;
        }

        private boolean fits(DynamicTunnel other) {
            return config.udp() == other.udp() && config.source().equals(other.source());
        }

        long ageSeconds(long now) {
            return (now - since) / 1_000_000_000L;
        }

        TunnelSnapshot snapshot(long now) {
            TunnelCounters counters = end.counters();
            return new TunnelSnapshot(
                    unit,
                    config.name(),
                    config.udp(),
                    end.source(),
                    end.destination(),
                    network,
                    references,
                    ageSeconds(now),
                    counters.inputPackets(),
                    counters.outputPackets(),
                    counters.inputOctets(),
                    counters.outputOctets());
        }
    }

    void configure(ImmutableList<DynamicTunnel> next) {
        configured = next;
    }

    /** Whether a tunnel to {@code nextHop} may exist. */
    boolean covers(IpAddress nextHop) {
        return entry(nextHop).isPresent();
    }

    /** The tunnel that is up to {@code nextHop}. */
    Optional<Tunnel> to(IpAddress nextHop) {
        return nextHop instanceof Ipv4Address v4 ? Optional.ofNullable(tunnels.get(v4)) : Optional.empty();
    }

    /**
     * Makes the tunnels those that {@code users} need.
     *
     * @param users how many routes want to go to each next hop
     * @param changed is told of each tunnel that came (true) or went (false)
     */
    void keep(Map<IpAddress, Integer> users, long now, BiConsumer<Tunnel, Boolean> changed) {
        for (Tunnel tunnel : ImmutableList.copyOf(tunnels.values())) {
            Ipv4Address to = tunnel.end().destination();
            Optional<Map.Entry<Ipv4Prefix, DynamicTunnel>> entry = entry(to);
            boolean stays = users.containsKey(to)
                    && entry.isPresent()
                    && tunnel.fits(entry.get().getValue());
            if (!stays) {
                tunnels.remove(to);
                units.release(tunnel.unit);
                changed.accept(tunnel, false);
            }
        }
        new TreeMap<>(users).forEach((nextHop, count) -> {
            Optional<Map.Entry<Ipv4Prefix, DynamicTunnel>> entry = entry(nextHop);
            if (entry.isEmpty() || !(nextHop instanceof Ipv4Address to)) {
                return;
            }
            Tunnel tunnel = tunnels.get(to);
            if (tunnel == null) {
                tunnel = new Tunnel(
                        units.allocate(), entry.get().getValue(), entry.get().getKey(), to, now);
                tunnels.put(to, tunnel);
                changed.accept(tunnel, true);
            }
            tunnel.references = count;
        });
    }

    Iterable<Tunnel> all() {
        return tunnels.values();
    }

    ImmutableList<TunnelSnapshot> snapshot(long now) {
        return tunnels.values().stream().map(tunnel -> tunnel.snapshot(now)).collect(ImmutableList.toImmutableList());
    }

    /** The first configured network that contains the address; our own end is no far end. */
    private Optional<Map.Entry<Ipv4Prefix, DynamicTunnel>> entry(IpAddress nextHop) {
        for (DynamicTunnel tunnel : configured) {
            for (Ipv4Prefix network : tunnel.destinations()) {
                if (network.contains(nextHop) && !nextHop.equals(tunnel.source())) {
                    return Optional.of(Map.entry(network, tunnel));
                }
            }
        }
        return Optional.empty();
    }
}
