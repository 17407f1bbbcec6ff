package net.minitrail.bgp.rib;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.Update.Announcement;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a speaker and its peers: what they say goes in, what they are to be told comes out.
 *
 * <p>Use, all on the routing loop: {@link #peerUp}, then {@link #update} for each message, and when a batch of input has been
 * taken in, {@link #drain} until it has no more. {@code drain} is also to be called when a peer that was not ready is ready
 * again, and {@link #tick} once a second. {@code now} is in nanoseconds of a monotonic clock.
 */
public final class BgpRib {
    /** Routes given out by one {@link #drain}, so that input is not kept waiting. */
    private static final int BUDGET = 4 * UpdateGroup.BATCH;

    /** How long VPN routes are held back for a peer that has not said which targets it wants (RFC 4684 section 6). */
    private static final long TARGET_WAIT = 30_000_000_000L;

    private static final ImmutableMap<AddressFamily, String> NAMES = ImmutableMap.of(
            AddressFamily.IPV4_UNICAST, "inet.0",
            AddressFamily.IPV6_UNICAST, "inet6.0",
            AddressFamily.VPN_IPV4, "bgp.l3vpn.0",
            AddressFamily.VPN_IPV6, "bgp.l3vpn-inet6.0",
            AddressFamily.ROUTE_TARGET, "bgp.rtarget.0",
            AddressFamily.EVPN, "bgp.evpn.0");

    private final RibConfig config;
    private final ImmutableMap<AddressFamily, RouteTable> tables;
    private final TargetFilters filters;
    private final LocalTargets localTargets;
    private final List<DerivedRoutes> derived = new ArrayList<>();
    private final Map<ExportKey, UpdateGroup> groups = new LinkedHashMap<>();
    private final Map<IpAddress, RibPeer> peers = new LinkedHashMap<>();
    private final BitSet ids = new BitSet();
    private final Map<IpAddress, RibPeer> away = new HashMap<>();
    private @Nullable Deferral deferral;
    private boolean more;

    public BgpRib(RibConfig config) {
        this.config = config;
        var all = ImmutableMap.<AddressFamily, RouteTable>builder();
        NAMES.forEach((family, name) -> all.put(family, new RouteTable(name, family, config.alwaysCompareMed())));
        this.tables = all.buildOrThrow();
        RouteTable memberships = table(AddressFamily.ROUTE_TARGET);
        this.filters = new TargetFilters(memberships);
        this.localTargets = new LocalTargets(memberships, config);
    }

    public RibConfig config() {
        return config;
    }

    /** The table of the speaker itself: {@code inet.0}, {@code bgp.l3vpn.0}, … */
    public RouteTable table(AddressFamily family) {
        RouteTable table = tables.get(family);
        checkState(table != null, "no table for %s", family);
        return table;
    }

    public ImmutableList<RouteTable> tables() {
        return tables.values().asList();
    }

    /** The targets that we want to be sent routes of. */
    public LocalTargets localTargets() {
        return localTargets;
    }

    /** Adds routes that are derived from others; they are refreshed, in the order of addition, before anything is given out. */
    public void derive(DerivedRoutes routes) {
        derived.add(routes);
    }

    /** Peers that are up, or whose routes are still kept, in the order in which they came. */
    public ImmutableList<RibPeer> peers() {
        return ImmutableList.copyOf(peers.values());
    }

    /** The one of them at an address. */
    public Optional<RibPeer> peer(IpAddress address) {
        return Optional.ofNullable(peers.get(address));
    }

    /**
     * A session is up. The peer is told everything that it may know, family by family, each with an End-of-RIB.
     *
     * @param ready whether more may be given to the peer now; asked on the routing loop, again and again, so it must be
     *     cheap, and must say no once a fair amount of what was given is not yet written
     */
    public RibPeer peerUp(PeerSettings settings, BooleanSupplier ready, long now) {
        RibPeer peer = away.remove(settings.address());
        if (peer == null) {
            checkState(!peers.containsKey(settings.address()), "%s is up already", settings.name());
            int id = ids.nextClearBit(0);
            ids.set(id);
            peer = new RibPeer(id, settings, ready, now);
            peers.put(settings.address(), peer);
        } else {
            peer.up(settings, ready, now);
            StaleRoutes.resume(peer, Maps.uniqueIndex(tablesOf(peer), RouteTable::family), now);
        }
        peer.targetsKnown(!settings.codec().families().contains(AddressFamily.ROUTE_TARGET));
        peer.waiting().addAll(settings.codec().families());
        releaseAll();
        return peer;
    }

    private static boolean isVpn(AddressFamily family) {
        return family == AddressFamily.VPN_IPV4 || family == AddressFamily.VPN_IPV6 || family == AddressFamily.EVPN;
    }

    private void join(RibPeer peer, AddressFamily family) {
        ExportKey key = ExportKey.of(tableOf(peer, family), peer.settings());
        if (peer.settings().codec().pathsSent().contains(family)) {
            int limit = peer.settings().pathLimits().getOrDefault(family, 0);
            peer.pathsOut().put(family, new PathsOut(key, config, filters, peer, limit));
            return;
        }
        UpdateGroup group = groups.computeIfAbsent(key, unused -> new UpdateGroup(key, config, filters));
        peer.memberships().put(family, group.join(peer));
    }

    private UpdateGroup group(RibPeer peer, AddressFamily family) {
        UpdateGroup group = groups.get(ExportKey.of(tableOf(peer, family), peer.settings()));
        checkState(group != null, "%s has no %s group", peer, family);
        return group;
    }

    /** Where routes of a family go that a peer announces. */
    public RouteTable tableOf(RibPeer peer, AddressFamily family) {
        RouteTable own = peer.settings().tables().get(family);
        return own == null ? table(family) : own;
    }

    private ImmutableList<RouteTable> tablesOf(RibPeer peer) {
        return peer.settings().codec().families().stream()
                .map(family -> tableOf(peer, family))
                .collect(ImmutableList.toImmutableList());
    }

    /** Takes in one UPDATE. Routes of families that were not negotiated are ignored. */
    public void update(RibPeer peer, Update update, long now) {
        Set<AddressFamily> families = peer.settings().codec().families();
        for (Nlri nlri : update.withdrawn()) {
            if (families.contains(nlri.family())) {
                tableOf(peer, nlri.family()).withdraw(nlri, peer);
            }
        }
        for (Announcement announcement : update.announcements()) {
            if (families.contains(announcement.family())) {
                RouteTable table = tableOf(peer, announcement.family());
                Infeasibility whyNot =
                        ImportRules.whyNot(config, peer.settings(), announcement.family(), announcement.attributes());
                PathAttributes attributes = ImportRules.attributes(peer.settings(), announcement.attributes());
                for (Route route : announcement.routes()) {
                    table.learn(route, peer, attributes, whyNot, now);
                }
            }
        }
        AddressFamily ended = update.endOfRib();
        if (ended != null && families.contains(ended)) {
            endOfRib(peer, ended);
        }
    }

    private void endOfRib(RibPeer peer, AddressFamily family) {
        peer.endOfRibSeen().add(family);
        StaleRoutes.sweep(peer, family);
        if (family == AddressFamily.ROUTE_TARGET) {
            peer.targetsKnown(true);
        }
        releaseAll();
    }

    /** Begins to tell peers what is held back from them without a reason by now. */
    private void releaseAll() {
        for (RibPeer peer : peers.values()) {
            for (AddressFamily family : EnumSet.copyOf(peer.waiting())) {
                boolean untargeted = isVpn(family) && !peer.targetsKnown();
                if (!untargeted && (deferral == null || !deferral.holds(family, peers))) {
                    peer.waiting().remove(family);
                    join(peer, family);
                }
            }
        }
    }

    /**
     * This node has restarted: peers are told nothing until the others have told all they know and {@link #localComplete} was
     * called, or until {@code deadline} (RFC 4724 section 4.1).
     *
     * @param expected peers whose End-of-RIB is waited for
     */
    public void restarted(Set<IpAddress> expected, long deadline) {
        deferral = new Deferral(expected, deadline);
    }

    /** What does not come from peers is complete, which {@link #restarted} waits for. */
    public void localComplete() {
        if (deferral != null) {
            deferral.localComplete();
            releaseAll();
        }
    }

    /** Whether peers are told nothing yet, since this node has restarted. */
    public boolean isDeferring() {
        return deferral != null;
    }

    /**
     * Tells a peer all routes of a family again (RFC 2918).
     *
     * @param marked whether it wants a mark at the end (RFC 7313), and is to be told the begin: if the answer is
     *     {@link Ending#END_OF_REFRESH}, before anything else. A peer that is still being told the initial routes is told
     *     them from the beginning, and the mark of their end
     */
    public Ending refresh(RibPeer peer, AddressFamily family, boolean marked) {
        GroupMember member = peer.memberships().get(family);
        PathsOut paths = peer.pathsOut().get(family);
        Ending ending = marked ? Ending.END_OF_REFRESH : Ending.NOTHING;
        if (paths != null) {
            return paths.refresh(ending);
        }
        return member == null ? Ending.NOTHING : group(peer, family).refresh(member, ending);
    }

    /** A peer begins to send all its routes of a family again. Those that it does not repeat go at the end, or after a while. */
    public void refreshBegan(RibPeer peer, AddressFamily family, long now) {
        tableOf(peer, family).markStale(peer);
        peer.refreshes().begin(family, now);
    }

    /** A peer has sent all its routes of a family again; without a begin this says nothing. */
    public void refreshEnded(RibPeer peer, AddressFamily family) {
        if (peer.refreshes().end(family)) {
            tableOf(peer, family).sweep(peer);
        }
    }

    /**
     * The session is over. What the peer offered goes, or is kept for a while if it may be and the peer promised to come back.
     *
     * @param mayKeep whether the session ended in a way that allows to keep routes (RFC 4724 section 4.2, RFC 8538)
     */
    public void peerDown(RibPeer peer, boolean mayKeep, long now) {
        peer.memberships().forEach((family, member) -> {
            UpdateGroup group = group(peer, family);
            group.leave(member);
            if (group.isEmpty()) {
                groups.remove(group.key());
            }
        });
        peer.memberships().clear();
        peer.pathsOut().values().forEach(PathsOut::close);
        peer.pathsOut().clear();
        peer.waiting().clear();
        peer.refreshes().clear();
        peer.down();
        for (RouteTable table : tablesOf(peer)) {
            if (mayKeep && peer.settings().restart().keeps(table.family())) {
                StaleRoutes.begin(peer, table, now);
            } else {
                peer.stale().remove(table.family());
                table.forget(peer);
            }
        }
        if (peer.stale().isEmpty()) {
            gone(peer);
        } else {
            away.put(peer.address(), peer);
        }
    }

    /** A peer will not come back: what is kept of it goes. Does nothing if it is up or unknown. */
    public void forget(IpAddress address) {
        if (deferral != null) {
            deferral.forget(address);
        }
        RibPeer peer = away.get(address);
        if (peer != null) {
            StaleRoutes.end(peer);
            gone(peer);
        }
    }

    private void gone(RibPeer peer) {
        away.remove(peer.address());
        peers.remove(peer.address());
        ids.clear(peer.id());
    }

    /** Does what is due by time: to be called about once a second. */
    public void tick(long now) {
        if (deferral != null && deferral.isOver(peers, now)) {
            deferral = null;
        }
        for (RibPeer peer : peers()) {
            if (peer.upFor(now) >= TARGET_WAIT) {
                peer.targetsKnown(true);
            }
            for (AddressFamily family : peer.refreshes().expire(now)) {
                tableOf(peer, family).sweep(peer);
            }
            StaleRoutes.expire(peer, now);
            if (!peer.isUp() && peer.stale().isEmpty()) {
                gone(peer);
            }
        }
        releaseAll();
    }

    /**
     * Brings derived routes up to date, and gives out what peers that are ready have to be told. To be called again, after
     * other work, while {@link #hasMore}.
     */
    public ImmutableList<Delivery> drain(long now) {
        derived.forEach(routes -> routes.refresh(now));
        TargetChanges changes = filters.refresh();
        if (!changes.isEmpty()) {
            for (UpdateGroup group : groups.values()) {
                if (group.key().byTargets()) {
                    group.retarget(changes);
                }
            }
            for (RibPeer peer : peers.values()) {
                if (changes.concern(peer.id())) {
                    peer.pathsOut().values().stream()
                            .filter(PathsOut::isByTargets)
                            .forEach(PathsOut::walk);
                }
            }
        }
        more = false;
        List<Delivery> deliveries = new ArrayList<>();
        for (UpdateGroup group : groups.values()) {
            more |= group.drain(deliveries, BUDGET);
        }
        for (RibPeer peer : peers.values()) {
            for (PathsOut paths : peer.pathsOut().values()) {
                more |= paths.drain(deliveries, BUDGET) <= 0;
            }
        }
        return ImmutableList.copyOf(deliveries);
    }

    /** Whether the last {@link #drain} left something to give to peers that are ready. */
    public boolean hasMore() {
        return more;
    }

    /** What a peer offers in a family, in the order of destinations. */
    public ImmutableList<Path> received(RibPeer peer, AddressFamily family) {
        return tableOf(peer, family).offeredBy(peer);
    }

    /** What a peer is told in a family, in the order of destinations. Costs a walk of the table. */
    public ImmutableList<AdvertisedRoute> advertised(RibPeer peer, AddressFamily family) {
        UpdateGroup group = peer.memberships().containsKey(family) ? group(peer, family) : null;
        return AdvertisedRoute.toldTo(
                peer, tableOf(peer, family), group, peer.pathsOut().get(family));
    }
}
