package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.acl.AccessList;
import net.minitrail.vrouter.acl.AclRule;
import net.minitrail.vrouter.acl.MirrorTo;
import net.minitrail.vrouter.flow.MirrorMetadata;
import net.minitrail.vrouter.forwarding.BridgeTable;
import net.minitrail.vrouter.forwarding.MirrorTable.Mirror;
import net.minitrail.vrouter.forwarding.MirrorTable.Mode;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.NextHopTable;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.VifMirror;
import net.minitrail.vrouter.forwarding.Vrf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The analyzers in use, by name. One with the Juniper header is a UDP tunnel; a raw one is wherever its MAC is, which is
 * looked up again as routes change, and is dropped until there is one. Confined to the routing loop.
 */
final class Mirrors {
    private static final Logger LOG = LoggerFactory.getLogger(Mirrors.class);
    /** What {@code nh} shows as source port; copies have one of their flow's. */
    private static final int SHOWN_SOURCE_PORT = 8097;

    /** {@link #resolveAll} as one object, to be asked for once a batch. */
    final Runnable resolve = this::resolveAll;

    private final VRouter vrouter;
    private final MacAddress ownMac;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<UUID, InterfaceMirror> interfaces = new HashMap<>();
    private final Map<String, MirrorTo> ruled = new LinkedHashMap<>();
    private int raw;

    private static final class Entry {
        final int index;
        MirrorTo to;
        int nextHop;
        int users;

        Entry(int index, MirrorTo to, int nextHop) {
            this.index = index;
            this.to = to;
            this.nextHop = nextHop;
        }
    }

    Mirrors(VRouter vrouter, MacAddress ownMac) {
        this.vrouter = vrouter;
        this.ownMac = ownMac;
    }

    /** Makes the mirroring of an interface what its configuration says. */
    void show(OperInterface oper) {
        UUID id = oper.port().id();
        InterfaceMirror before = interfaces.get(id);
        InterfaceMirror now = oper.config().mirror();
        if (Objects.equals(before, now) && oper.vif().mirror() != null) {
            return;
        }
        int index = now == null ? -1 : use(now.to());
        if (before != null) {
            leave(before.to().analyzer());
        }
        if (now == null || index < 0) {
            interfaces.remove(id);
            oper.vif().setMirror(null);
            return;
        }
        interfaces.put(id, now);
        String network = oper.vrf().networkName();
        oper.vif()
                .setMirror(new VifMirror(
                        index,
                        oper.mac(),
                        now.ingress() ? MirrorMetadata.received(network) : null,
                        now.egress() ? MirrorMetadata.sent(network) : null));
    }

    /** An interface goes. */
    void drop(OperInterface oper) {
        InterfaceMirror before = interfaces.remove(oper.port().id());
        oper.vif().setMirror(null);
        if (before != null) {
            leave(before.to().analyzer());
        }
    }

    /** Makes the analyzers that rules name those of these networks. */
    void showRules(Collection<NetworkConfig> networks) {
        var now = new LinkedHashMap<String, MirrorTo>();
        for (NetworkConfig network : networks) {
            AccessList policy = network.policy();
            for (AclRule rule : policy == null ? ImmutableList.<AclRule>of() : policy.rules()) {
                MirrorTo to = rule.mirror();
                if (to != null) {
                    now.putIfAbsent(to.analyzer(), to);
                }
            }
        }
        Map<String, MirrorTo> before = Map.copyOf(ruled);
        ruled.clear();
        now.forEach((analyzer, to) -> {
            if (use(to) >= 0) {
                ruled.put(analyzer, to);
            }
        });
        before.keySet().forEach(this::leave);
    }

    /** The index of an analyzer, -1 if nobody uses it. */
    int index(String analyzer) {
        Entry entry = entries.get(analyzer);
        return entry == null ? -1 : entry.index;
    }

    /** Counts one more user of an analyzer and answers its index; -1 if the table is full. */
    int use(MirrorTo to) {
        Entry entry = entries.get(to.analyzer());
        if (entry == null) {
            if (!vrouter.mirrors().hasRoom()) {
                LOG.warn("analyzer={} ignored: the mirror table is full", to.analyzer());
                return -1;
            }
            int nextHop = hold(to);
            entry = new Entry(vrouter.mirrors().add(mirror(to, nextHop)), to, nextHop);
            entries.put(to.analyzer(), entry);
            raw += isRaw(to) ? 1 : 0;
        } else if (!entry.to.equals(to)) {
            raw += (isRaw(to) ? 1 : 0) - (isRaw(entry.to) ? 1 : 0);
            entry.to = to;
            resolve(entry);
        }
        entry.users++;
        return entry.index;
    }

    /** Counts one user less; the entry goes with the last one. */
    void leave(String analyzer) {
        Entry entry = entries.get(analyzer);
        if (entry != null && --entry.users == 0) {
            entries.remove(analyzer);
            raw -= isRaw(entry.to) ? 1 : 0;
            vrouter.mirrors().remove(entry.index);
            vrouter.nextHops().release(entry.nextHop);
        }
    }

    /** Looks for the MACs of raw analyzers again. */
    void resolveAll() {
        if (raw > 0) {
            entries.values().stream().filter(entry -> isRaw(entry.to)).forEach(this::resolve);
        }
    }

    private void resolve(Entry entry) {
        int before = entry.nextHop;
        entry.nextHop = hold(entry.to);
        Mirror now = mirror(entry.to, entry.nextHop);
        if (!now.equals(vrouter.mirrors().get(entry.index))) {
            vrouter.mirrors().replace(entry.index, now);
        }
        vrouter.nextHops().release(before);
    }

    private static boolean isRaw(MirrorTo to) {
        return to.nicVlan() < 0 && !to.juniperHeader();
    }

    private Mirror mirror(MirrorTo to, int nextHop) {
        if (to.nicVlan() >= 0) {
            return new Mirror(nextHop, Mode.NIC_ASSISTED, 0, to.nicVlan());
        }
        BridgeTable.Entry bridge = isRaw(to) ? bridgeEntry(to) : null;
        int vni = bridge == null ? 0 : Math.max(0, bridge.label());
        return new Mirror(nextHop, isRaw(to) ? Mode.RAW : Mode.DYNAMIC, vni, 0);
    }

    /** The next hop of an analyzer, held once for the caller. */
    private int hold(MirrorTo to) {
        Ipv4Address address = to.address();
        if (to.nicVlan() < 0 && to.juniperHeader() && address != null) {
            return vrouter.nextHops()
                    .hold(new NextHop.UdpTunnel(vrouter.address(), address, SHOWN_SOURCE_PORT, to.udpPort(), ownMac));
        }
        BridgeTable.Entry bridge = isRaw(to) ? bridgeEntry(to) : null;
        return vrouter.nextHops().hold(bridge == null ? NextHopTable.DISCARD : bridge.nextHop());
    }

    private BridgeTable.@Nullable Entry bridgeEntry(MirrorTo to) {
        MacAddress mac = to.mac();
        for (Vrf vrf : vrouter.vrfs().all()) {
            if (mac != null && vrf.name().equals(to.instance())) {
                return vrouter.bridge().get(vrf.index(), mac);
            }
        }
        return null;
    }
}
