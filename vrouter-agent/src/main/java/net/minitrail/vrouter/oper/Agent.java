package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.Path.Source;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's decisions. Ports, configuration and routes come in at any time and in any order; at the end of each batch the
 * wanted ports and networks are compared with those that are there. Confined to the routing loop.
 */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final RoutingLoop loop;
    private final VRouter vrouter;
    private final ConfigGraph graph = new ConfigGraph();
    private final ConfigReader reader = new ConfigReader(graph);
    private final TunnelChoice tunnels;
    private final RouteResolver resolver;
    private final NetworkEntries entries;
    private final MacRoutes macs;
    private final Claims claims;
    private final Mirrors mirrors;
    private final List<AgentListener> listeners = new ArrayList<>();
    private final Map<UUID, Port> ports = new LinkedHashMap<>();
    private final Map<UUID, OperInterface> active = new LinkedHashMap<>();
    private Map<UUID, String> missing = Map.of();
    private final Map<String, OperVrf> vrfs = new LinkedHashMap<>();
    private final Runnable reconcile = this::reconcile;

    public Agent(RoutingLoop loop, VRouter vrouter, TunnelChoice tunnels) {
        this.loop = loop;
        this.vrouter = vrouter;
        this.tunnels = tunnels;
        this.resolver = new RouteResolver(vrouter, tunnels);
        this.entries = new NetworkEntries(vrouter, tunnels);
        this.macs = new MacRoutes(resolver, new BridgeResolver(vrouter, tunnels, resolver), entries, tunnels);
        this.claims = new Claims(loop, this::claimChanged);
        this.mirrors = new Mirrors(vrouter, vrouter.vifs().physical().mac());
    }

    public void listen(AgentListener listener) {
        listeners.add(listener);
    }

    public void addPort(Port port) {
        ports.put(port.id(), port);
        loop.atBatchEnd(reconcile);
    }

    /** Forgets a port; answers whether it was known. */
    public boolean removePort(UUID id) {
        loop.atBatchEnd(reconcile);
        return ports.remove(id) != null;
    }

    public Collection<Port> ports() {
        return List.copyOf(ports.values());
    }

    /** The graph, to begin a round or to sweep; a change goes through {@link #configure}. */
    public ConfigGraph graph() {
        return graph;
    }

    public void configure(List<ConfigChange> changes) {
        changes.forEach(graph::apply);
        loop.atBatchEnd(reconcile);
    }

    /** Forgets configuration that the present source has not repeated. */
    public void sweepConfiguration() {
        int swept = graph.sweep();
        if (swept > 0) {
            LOG.info("config swept={}", swept);
            loop.atBatchEnd(reconcile);
        }
    }

    public Collection<OperVrf> vrfs() {
        return List.copyOf(vrfs.values());
    }

    public @Nullable OperVrf vrf(String instance) {
        return vrfs.get(instance);
    }

    public Collection<OperInterface> interfaces() {
        return List.copyOf(active.values());
    }

    public @Nullable OperInterface active(UUID port) {
        return active.get(port);
    }

    /** What a port still lacks to be active, in words; empty if it is. */
    public String missing(Port port) {
        return missing.getOrDefault(port.id(), "its configuration");
    }

    /** A control node's route, new or changed, heard in its session number {@code session}. */
    public void learn(int controller, long session, String instance, IpPrefix prefix, RouteItem item) {
        OperVrf vrf = vrfs.get(instance);
        if (vrf == null) {
            return; // not subscribed any more
        }
        var source = new Source(Path.Kind.CONTROLLER, controller);
        if (vrf.put(prefix, new Path.Remote(source, item, session))) {
            resolver.update(vrf, prefix);
        }
        long sequence = item.attributes().mobility().sequence();
        vrf.claims(prefix).forEach(claim -> claim.preference().learned(sequence, resolver.isOurs(item)));
    }

    /** The same of a MAC. */
    public void learn(int controller, long session, String instance, RouteKey.Evpn key, RouteItem item) {
        OperVrf vrf = vrfs.get(instance);
        if (vrf != null) {
            macs.learn(vrf, key, item, new Source(Path.Kind.CONTROLLER, controller), session);
            loop.atBatchEnd(mirrors.resolve);
        }
    }

    /** A control node's route of a MAC is gone. */
    public void forget(int controller, String instance, RouteKey.Evpn key) {
        OperVrf vrf = vrfs.get(instance);
        if (vrf != null) {
            macs.forget(vrf, key, new Source(Path.Kind.CONTROLLER, controller));
            loop.atBatchEnd(mirrors.resolve);
        }
    }

    /** A control node's route is gone. */
    public void forget(int controller, String instance, IpPrefix prefix) {
        OperVrf vrf = vrfs.get(instance);
        if (vrf != null && vrf.remove(prefix, new Source(Path.Kind.CONTROLLER, controller))) {
            resolver.update(vrf, prefix);
        }
    }

    /** Forgets what a control node said before its session number {@code session}; answers how many routes that were. */
    public int sweepRoutes(int controller, long session) {
        var source = new Source(Path.Kind.CONTROLLER, controller);
        int swept = 0;
        for (OperVrf vrf : vrfs.values()) {
            List<IpPrefix> touched = vrf.removeIf(path ->
                    path instanceof Path.Remote remote && path.source().equals(source) && remote.session() < session);
            touched.forEach(prefix -> resolver.update(vrf, prefix));
            swept += touched.size() + macs.sweep(vrf, source, session);
        }
        loop.atBatchEnd(mirrors.resolve);
        return swept;
    }

    /** How many routes a control node has announced to us. */
    public int routesFrom(int controller) {
        var source = new Source(Path.Kind.CONTROLLER, controller);
        int[] count = {0};
        for (OperVrf vrf : vrfs.values()) {
            count[0] += vrf.evpn().count(source);
            vrf.forEach((prefix, paths) -> count[0] += (int)
                    paths.stream().filter(path -> path.source().equals(source)).count());
        }
        return count[0];
    }

    /** The active port behind an interface, or null. */
    public @Nullable OperInterface interfaceOf(Vif vif) {
        return active.values().stream()
                .filter(oper -> oper.vif() == vif)
                .findFirst()
                .orElse(null);
    }

    /** A packet with this source address came from an interface. */
    public void trafficSeen(Vif vif, IpAddress address) {
        active.values().stream().filter(oper -> oper.vif() == vif).forEach(oper -> claims.trafficSeen(oper, address));
    }

    /** The claim that this node may publish for a prefix: null if it has none. */
    public @Nullable LocalRoute localRoute(OperVrf vrf, IpPrefix prefix) {
        return resolver.local(vrf, prefix);
    }

    /** The same of a MAC, or of the broadcast tree. */
    public @Nullable LocalRoute localRoute(OperVrf vrf, RouteKey.Evpn key) {
        return macs.local(vrf, key);
    }

    /** The route to a prefix that a control node announced and that is the best of theirs, or null if none did. */
    public @Nullable RemoteRoute remoteRoute(OperVrf vrf, IpPrefix prefix) {
        Path.Remote best = resolver.bestRemote(vrf, prefix);
        return best == null ? null : RemoteRoute.of(best);
    }

    Mirrors mirrors() {
        return mirrors;
    }

    RouteResolver resolver() {
        return resolver;
    }

    /** Every route that this node may have to publish in a VRF. */
    public Set<RouteKey> localRoutes(OperVrf vrf) {
        var keys = new LinkedHashSet<RouteKey>(macs.keys(vrf));
        for (OperInterface oper : vrf.interfaces()) {
            oper.claims().forEach(claim -> keys.add(new RouteKey.Unicast(claim.prefix())));
        }
        return keys;
    }

    private void claimChanged(Claim claim) {
        OperVrf vrf = claim.owner().vrf();
        for (Claim other : vrf.claims(claim.prefix())) {
            if (other.owner() != claim.owner() && !claim.preference().waiting()) {
                other.preference().learned(claim.preference().sequence(), false);
            }
        }
        resolver.update(vrf, claim.prefix());
        macs.claimChanged(claim);
        loop.atBatchEnd(mirrors.resolve);
        announce(vrf, new RouteKey.Unicast(claim.prefix()));
        macs.keys(claim).forEach(key -> announce(vrf, key));
    }

    private void announce(OperVrf vrf, RouteKey key) {
        listeners.forEach(listener -> listener.localRouteChanged(vrf, key));
    }

    private void reconcile() {
        Plan plan = Plan.of(reader, ports.values());
        Map<String, NetworkConfig> networks = plan.networks();
        missing = plan.missing();
        prefer(reader.encapsulationPriorities());
        for (OperInterface oper : interfaces()) {
            InterfaceConfig config = plan.interfaces().get(oper.port().id());
            NetworkConfig network = networks.get(oper.vrf().name());
            boolean sameNetwork = network != null && oper.vrf().network().sameWire(network);
            if (config == null || !sameNetwork || !oper.config().sameWire(config)) {
                deactivate(oper);
            }
        }
        for (OperVrf vrf : vrfs()) {
            if (!networks.containsKey(vrf.name())) {
                remove(vrf);
            }
        }
        networks.values().forEach(this::updateVrf);
        plan.interfaces().values().forEach(this::updateInterface);
        mirrors.showRules(networks.values());
        mirrors.resolveAll();
    }

    /** Goes over to other encapsulations, those of the node's own configuration if the system has none. */
    private void prefer(ImmutableList<Encapsulation> configured) {
        var before = new LinkedHashMap<OperVrf, Set<RouteKey.Evpn>>();
        vrfs.values().forEach(vrf -> before.put(vrf, macs.keys(vrf)));
        if (tunnels.prefer(configured)) {
            LOG.info("encapsulations={}", tunnels.priorities());
            for (OperVrf vrf : vrfs.values()) {
                announceAnew(vrf, before.getOrDefault(vrf, Set.of()));
                var prefixes = new ArrayList<IpPrefix>();
                vrf.forEach((prefix, paths) -> prefixes.add(prefix));
                resolveAll(vrf, prefixes);
                macs.resolveAll(vrf);
            }
        }
    }

    /** Withdraws the routes of MACs that have another key now, and announces all again. */
    private void announceAnew(OperVrf vrf, Set<RouteKey.Evpn> before) {
        before.forEach(key -> announce(vrf, key));
        localRoutes(vrf).forEach(key -> announce(vrf, key));
    }

    private void updateVrf(NetworkConfig network) {
        OperVrf vrf = vrfs.get(network.instance());
        if (vrf == null) {
            vrf = new OperVrf(vrouter.vrfs().add(network.instance()), network);
            vrfs.put(network.instance(), vrf);
            LOG.info("vrf={} index={} added", vrf.name(), vrf.index());
            resolveAll(vrf, entries.add(vrf));
            OperVrf added = vrf;
            listeners.forEach(listener -> listener.vrfAdded(added));
        } else if (!vrf.network().equals(network)) {
            Set<RouteKey.Evpn> macsBefore = macs.keys(vrf);
            List<IpPrefix> touched = new ArrayList<>(entries.withdraw(vrf));
            vrf.setNetwork(network);
            vrouter.nextHops().touch();
            touched.addAll(entries.add(vrf));
            vrf.interfaces().forEach(OperInterface::showNetwork);
            vrf.forEach((prefix, paths) -> touched.add(prefix));
            resolveAll(vrf, touched);
            macs.resolveAll(vrf);
            announceAnew(vrf, macsBefore);
        }
    }

    private void remove(OperVrf vrf) {
        LOG.info("vrf={} index={} removed", vrf.name(), vrf.index());
        resolveAll(vrf, vrf.removeIf(path -> true));
        entries.clear(vrf);
        vrfs.remove(vrf.name());
        listeners.forEach(listener -> listener.vrfRemoved(vrf));
        vrouter.vrfs().remove(vrf.fib());
    }

    private void updateInterface(InterfaceConfig config) {
        OperVrf vrf = vrfs.get(config.instance());
        OperInterface present = active.get(config.port().id());
        if (vrf == null || (present != null && present.config().equals(config))) {
            return;
        }
        if (present == null) {
            var oper = new OperInterface(vrouter, config, vrf);
            active.put(config.port().id(), oper);
            vrf.add(oper);
            entries.updateFlood(vrf);
            claim(oper);
            mirrors.show(oper);
            LOG.info(
                    "port={} interface={} label={} active",
                    oper.port().id(),
                    oper.vif().name(),
                    oper.routeLabel());
            listeners.forEach(listener -> listener.activated(oper));
        } else {
            present.setConfig(config);
            claim(present);
            mirrors.show(present);
            present.retainForeign(config.macs());
            entries.updateFlood(vrf);
            listeners.forEach(listener -> listener.readdressed(present));
        }
    }

    private void deactivate(OperInterface oper) {
        LOG.info("port={} interface={} inactive", oper.port().id(), oper.vif().name());
        listeners.forEach(listener -> listener.deactivated(oper));
        dropClaims(oper);
        mirrors.drop(oper);
        active.remove(oper.port().id());
        oper.vrf().remove(oper);
        entries.updateFlood(oper.vrf());
        oper.release();
    }

    /** Makes the interface's claims those of its configuration: new ones come, those without an address go. */
    private void claim(OperInterface oper) {
        ImmutableList<Claim> before = oper.claims();
        ImmutableList<Claim> now = claims.make(oper, before);
        oper.setClaims(now);
        before.stream().filter(claim -> !now.contains(claim)).forEach(this::drop);
        for (Claim claim : now) {
            oper.vrf().put(claim.prefix(), new Path.Local(source(claim), claim));
            claimChanged(claim);
        }
    }

    private void dropClaims(OperInterface oper) {
        ImmutableList<Claim> before = oper.claims();
        oper.setClaims(ImmutableList.of());
        before.forEach(this::drop);
    }

    private void drop(Claim claim) {
        claim.preference().stop();
        claim.owner().vrf().remove(claim.prefix(), source(claim));
        claimChanged(claim);
    }

    private static Source source(Claim claim) {
        return new Source(Path.Kind.PORT, new Path.Holder(claim.owner().port().id(), claim.mac()));
    }

    private void resolveAll(OperVrf vrf, Collection<IpPrefix> prefixes) {
        new LinkedHashSet<>(prefixes).forEach(prefix -> resolver.update(vrf, prefix));
    }
}
