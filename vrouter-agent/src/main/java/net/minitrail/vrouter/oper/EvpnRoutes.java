package net.minitrail.vrouter.oper;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.oper.Path.Remote;
import net.minitrail.vrouter.oper.Path.Source;
import net.minitrail.xmpp.stanza.RouteKey.Evpn;

/**
 * What control nodes announced of the MAC addresses of one VRF (RFC 7432 types 2 and 3), by MAC and by address. Confined to
 * the routing loop.
 */
final class EvpnRoutes {
    private final Map<Evpn, Map<Source, Remote>> routes = new LinkedHashMap<>();
    private final Map<MacAddress, Set<Evpn>> byMac = new HashMap<>();
    private final Map<IpPrefix, Set<Evpn>> byAddress = new HashMap<>();

    /** Sets the path of its source; answers whether anything changed. */
    boolean put(Evpn key, Remote path) {
        Map<Source, Remote> paths = routes.get(key);
        if (paths == null) {
            paths = new LinkedHashMap<>();
            routes.put(key, paths);
            byMac.computeIfAbsent(key.mac(), mac -> new LinkedHashSet<>()).add(key);
            if (key.prefix() != null) {
                byAddress
                        .computeIfAbsent(key.prefix(), prefix -> new LinkedHashSet<>())
                        .add(key);
            }
        }
        return !path.equals(paths.put(path.source(), path));
    }

    /** Removes the path of a source; answers whether there was one. */
    boolean remove(Evpn key, Source source) {
        Map<Source, Remote> paths = routes.get(key);
        if (paths == null || paths.remove(source) == null) {
            return false;
        }
        if (paths.isEmpty()) {
            forget(key);
        }
        return true;
    }

    /** Removes every path that {@code gone} matches, and answers the routes that lost one. */
    List<Evpn> removeIf(Predicate<Remote> gone) {
        var touched = new ArrayList<Evpn>();
        for (Map.Entry<Evpn, Map<Source, Remote>> entry : List.copyOf(routes.entrySet())) {
            if (entry.getValue().values().removeIf(gone)) {
                touched.add(entry.getKey());
            }
            if (entry.getValue().isEmpty()) {
                forget(entry.getKey());
            }
        }
        return touched;
    }

    private void forget(Evpn key) {
        routes.remove(key);
        remove(byMac, key.mac(), key);
        if (key.prefix() != null) {
            remove(byAddress, key.prefix(), key);
        }
    }

    private static <K> void remove(Map<K, Set<Evpn>> index, K at, Evpn key) {
        Set<Evpn> keys = index.get(at);
        if (keys != null && keys.remove(key) && keys.isEmpty()) {
            index.remove(at);
        }
    }

    /** Every path of every route of a MAC. */
    List<Remote> paths(MacAddress mac) {
        var paths = new ArrayList<Remote>();
        byMac.getOrDefault(mac, Set.of()).forEach(key -> paths.addAll(paths(key)));
        return paths;
    }

    /** The routes that bind an address to a MAC. */
    Collection<Evpn> bindings(IpPrefix address) {
        return byAddress.getOrDefault(address, Set.of());
    }

    Collection<Remote> paths(Evpn key) {
        Map<Source, Remote> paths = routes.get(key);
        return paths == null ? List.of() : paths.values();
    }

    /** Every MAC that a route is of; the broadcast MAC stands for inclusive multicast routes. */
    Set<MacAddress> macs() {
        return Set.copyOf(byMac.keySet());
    }

    /** The routes of a MAC. */
    List<Evpn> routes(MacAddress mac) {
        return List.copyOf(byMac.getOrDefault(mac, Set.of()));
    }

    /** How many paths a source has given. */
    int count(Source source) {
        int count = 0;
        for (Map<Source, Remote> paths : routes.values()) {
            count += paths.containsKey(source) ? 1 : 0;
        }
        return count;
    }
}
