package net.minitrail.vrouter.guest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The file {@code ~/.ssh/known_hosts} of a guest. Confined to the routing loop. */
final class KnownHosts {
    static final List<String> PATHS = List.of("~/.ssh/known_hosts", "/root/.ssh/known_hosts", ".ssh/known_hosts");

    private final Map<String, HostKey> keys = new HashMap<>();

    /** The key of a host, in a list of one; empty if it is not known. */
    List<HostKey> find(String host) {
        HostKey key = keys.get(host);
        return key == null ? List.of() : List.of(key);
    }

    /** Takes a key; answers true. */
    boolean learn(String host, HostKey key) {
        keys.put(host, key);
        return true;
    }

    /** Removes the file; answers whether there was one. */
    boolean remove() {
        boolean there = !keys.isEmpty();
        keys.clear();
        return there;
    }
}
