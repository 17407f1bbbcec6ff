package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.acl.AccessList;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.oper.Path.Source;
import org.jspecify.annotations.Nullable;

/** A VRF with its network, its interfaces, and all paths of all routes. Confined to the routing loop. */
public final class OperVrf {
    private final Vrf fib;
    private NetworkConfig network;
    private final TreeMap<IpPrefix, Map<Source, Path>> routes = new TreeMap<>();
    private final Map<IpPrefix, Long> changedAt = new HashMap<>();
    private final List<OperInterface> interfaces = new ArrayList<>();
    private final EvpnRoutes evpn = new EvpnRoutes();

    OperVrf(Vrf fib, NetworkConfig network) {
        this.fib = fib;
        this.network = network;
    }

    /** Full name of the routing instance. */
    public String name() {
        return fib.name();
    }

    public int index() {
        return fib.index();
    }

    public Vrf fib() {
        return fib;
    }

    /** Full name of the virtual network. */
    public String networkName() {
        return network.name();
    }

    public int networkId() {
        return network.networkId();
    }

    public ImmutableList<Subnet> subnets() {
        return network.subnets();
    }

    /** What control nodes say of the MACs in it. */
    EvpnRoutes evpn() {
        return evpn;
    }

    NetworkConfig network() {
        return network;
    }

    /** The rules of its network's policies; null if there are none. */
    public @Nullable AccessList policy() {
        return network.policy();
    }

    void setNetwork(NetworkConfig newNetwork) {
        network = newNetwork;
    }

    /** The active interfaces in it. */
    public List<OperInterface> interfaces() {
        return List.copyOf(interfaces);
    }

    void add(OperInterface oper) {
        interfaces.add(oper);
    }

    void remove(OperInterface oper) {
        interfaces.remove(oper);
    }

    /** Sets the path of its source; answers whether anything changed. */
    boolean put(IpPrefix prefix, Path path) {
        changedAt.putIfAbsent(prefix, System.nanoTime());
        Path before = routes.computeIfAbsent(prefix, p -> new LinkedHashMap<>()).put(path.source(), path);
        return !path.equals(before);
    }

    /** Removes the path of a source; answers whether there was one. */
    boolean remove(IpPrefix prefix, Source source) {
        Map<Source, Path> paths = routes.get(prefix);
        if (paths == null || paths.remove(source) == null) {
            return false;
        }
        if (paths.isEmpty()) {
            routes.remove(prefix);
            changedAt.remove(prefix);
        }
        return true;
    }

    /** Removes every path that {@code gone} matches, and answers the prefixes that lost one. */
    List<IpPrefix> removeIf(Predicate<Path> gone) {
        var touched = new ArrayList<IpPrefix>();
        for (Map.Entry<IpPrefix, Map<Source, Path>> entry : List.copyOf(routes.entrySet())) {
            if (entry.getValue().values().removeIf(gone)) {
                touched.add(entry.getKey());
            }
            if (entry.getValue().isEmpty()) {
                routes.remove(entry.getKey());
                changedAt.remove(entry.getKey());
            }
        }
        return touched;
    }

    /** Seconds since the route to a prefix was first there; 0 if it is not. */
    public long ageSeconds(IpPrefix prefix) {
        Long at = changedAt.get(prefix);
        return at == null ? 0 : (System.nanoTime() - at) / 1_000_000_000L;
    }

    Collection<Path> paths(IpPrefix prefix) {
        Map<Source, Path> paths = routes.get(prefix);
        return paths == null ? List.of() : List.copyOf(paths.values());
    }

    /** The strongest local claim to a prefix, or null if no interface here claims it. */
    @Nullable
    Claim claim(IpPrefix prefix) {
        Claim best = null;
        for (Claim claim : claims(prefix)) {
            best = best == null || claim.preference().beats(best.preference()) ? claim : best;
        }
        return best;
    }

    /** The local claims that share a prefix: those that are as strong as the strongest, if that one is shared. */
    List<Claim> sharers(IpPrefix prefix) {
        Claim best = claim(prefix);
        if (best == null || !best.shared()) {
            return List.of();
        }
        return claims(prefix).stream()
                .filter(claim -> claim.shared()
                        && claim.preference().preference() == best.preference().preference())
                .toList();
    }

    /** Every local claim to a prefix. */
    List<Claim> claims(IpPrefix prefix) {
        var claims = new ArrayList<Claim>();
        for (Path path : paths(prefix)) {
            if (path instanceof Path.Local local) {
                claims.add(local.claim());
            }
        }
        return claims;
    }

    /** The strongest claim of an interface to a MAC, or null if none has it or may have it. */
    @Nullable
    Claim claimOf(MacAddress mac) {
        Claim best = null;
        for (OperInterface oper : interfaces) {
            for (Claim claim : oper.claims()) {
                if (mac.equals(claim.mac())
                        && (best == null || claim.preference().beats(best.preference()))) {
                    best = claim;
                }
            }
        }
        return best;
    }

    /** The strongest claim to an address at this MAC, or null if there is none. */
    @Nullable
    Claim claimOf(MacAddress mac, IpPrefix prefix) {
        Claim best = null;
        for (Claim claim : claims(prefix)) {
            if (mac.equals(claim.mac()) && (best == null || claim.preference().beats(best.preference()))) {
                best = claim;
            }
        }
        return best;
    }

    void forEach(BiConsumer<IpPrefix, Collection<Path>> action) {
        routes.forEach((prefix, paths) -> action.accept(prefix, paths.values()));
    }
}
