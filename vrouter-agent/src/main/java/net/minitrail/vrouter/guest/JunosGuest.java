package net.minitrail.vrouter.guest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.RoutingLoop;
import org.jspecify.annotations.Nullable;

/**
 * What makes a guest a Junos router: its configuration, and the virtual routers that it takes part in. Interfaces without a
 * configured address keep what DHCP gave them. Confined to the routing loop.
 */
final class JunosGuest {
    private final Guest guest;
    private final RoutingLoop loop;
    private final Map<Integer, Map<VrrpGroup, VrrpRouter>> routers = new LinkedHashMap<>();
    private JunosStatements active = new JunosStatements();
    private JunosStatements candidate = new JunosStatements();
    private @Nullable String hostName;

    JunosGuest(Guest guest, RoutingLoop loop) {
        this.guest = guest;
        this.loop = loop;
    }

    JunosStatements active() {
        return active;
    }

    JunosStatements candidate() {
        return candidate;
    }

    void rollback() {
        candidate = active.copy();
    }

    String hostName() {
        return hostName == null ? guest.name() : hostName;
    }

    /** Puts the candidate in force. Throws {@code IllegalArgumentException} with what is wrong with it; then nothing is done. */
    void commit() {
        JunosSettings settings = JunosSettings.of(candidate);
        active = candidate.copy();
        hostName = settings.hostName();
        List<Nic> nics = guest.nics();
        for (int number = 0; number < nics.size(); number++) {
            JunosSettings.Interface wanted = settings.interfaces().get(number);
            apply(number, nics.get(number), wanted);
        }
        guest.setLoopbacks(settings.loopbacks());
        guest.routes().setFixed(settings.routes());
    }

    private void apply(int number, Nic nic, JunosSettings.@Nullable Interface wanted) {
        boolean wasUp = nic.isUp();
        nic.setUp(wanted == null || !wanted.disabled());
        Ipv4Address address = wanted == null ? null : wanted.address();
        if (wanted != null && address != null && (!address.equals(nic.address()) || !wasUp)) {
            nic.dhcp().stop();
            nic.configure(address, wanted.maskLength(), nic.gateway());
        }
        Map<VrrpGroup, VrrpRouter> running = routers.computeIfAbsent(number, key -> new LinkedHashMap<>());
        List<VrrpGroup> groups = wanted == null || !nic.isUp() ? List.of() : wanted.groups();
        running.entrySet().removeIf(entry -> {
            boolean gone = !groups.contains(entry.getKey());
            if (gone) {
                entry.getValue().stop();
            }
            return gone;
        });
        for (VrrpGroup group : groups) {
            running.computeIfAbsent(group, key -> started(key, nic));
        }
        nic.listenToGroups(packet -> List.copyOf(running.values()).forEach(router -> router.receive(packet)));
    }

    private VrrpRouter started(VrrpGroup group, Nic nic) {
        var router = new VrrpRouter(group, nic, loop);
        router.start();
        return router;
    }

    /** The machine is switched off. */
    void stop() {
        routers.values().forEach(running -> running.values().forEach(VrrpRouter::stop));
        routers.clear();
    }

    /** The virtual routers of an interface, by its number. */
    Map<Integer, List<VrrpRouter>> routers() {
        var found = new LinkedHashMap<Integer, List<VrrpRouter>>();
        routers.forEach((number, running) -> found.put(number, List.copyOf(running.values())));
        return found;
    }
}
