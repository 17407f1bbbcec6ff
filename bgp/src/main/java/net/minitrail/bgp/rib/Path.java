package net.minitrail.bgp.rib;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import java.util.Objects;
import java.util.Optional;
import net.minitrail.bgp.wire.Community;
import net.minitrail.bgp.wire.EvpnDetails;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import org.jspecify.annotations.Nullable;

/**
 * One way to a destination, as one source offers it. What was offered never changes (a new offer is a new path); only the
 * marks do. Confined to the routing loop. 48 octets, since there may be millions.
 */
public final class Path {
    private static final int LABEL = 0xF_FFFF;
    private static final int NO_LABEL = 1 << 20;
    private static final int STALE = 1 << 21;
    private static final int LLGR_STALE = 1 << 22;
    private static final int ECMP = 1 << 23;
    private static final int WHY_NOT_SHIFT = 24;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    final Destination destination;
    private final PathSource source;
    private final PathAttributes attributes;

    /** Next in the list of the destination: best path first. */
    @Nullable
    Path next;

    /** Chain of the primary paths of one source in one table, or of the copies of one path. */
    @Nullable
    Path earlier;

    @Nullable
    Path later;

    @Nullable
    PathExtras extras;

    private final int learnedSeconds;

    /** Label in the low bits, then marks, then the number of the reason for infeasibility. */
    private int word;

    Path(
            Destination destination,
            PathSource source,
            PathAttributes attributes,
            LabelStack labels,
            @Nullable EvpnDetails evpn,
            @Nullable Infeasibility whyNot,
            int learnedSeconds) {
        this.destination = destination;
        this.source = source;
        this.attributes = attributes;
        this.learnedSeconds = learnedSeconds;
        int label = labels.topOr(NO_LABEL);
        this.word = label | (whyNot == null ? 0 : whyNot.number() << WHY_NOT_SHIFT);
        if (evpn != null || labels.depth() > 1) {
            PathExtras more = extras();
            more.labels = labels;
            more.evpn = evpn;
        }
    }

    /** The path identifier that the source told it under (RFC 7911); 0 without one. */
    public int pathId() {
        return extras == null ? 0 : extras.receivedId;
    }

    void pathId(int id) {
        if (id != 0) {
            extras().receivedId = id;
        }
    }

    static int seconds(long now) {
        return (int) (now / NANOS_PER_SECOND);
    }

    PathExtras extras() {
        PathExtras present = extras;
        if (present == null) {
            present = new PathExtras();
            extras = present;
        }
        return present;
    }

    public Nlri nlri() {
        return destination.nlri();
    }

    public PathSource source() {
        return source;
    }

    /** As they were learned: nothing is put in for an absent local preference. */
    public PathAttributes attributes() {
        return attributes;
    }

    public LabelStack labels() {
        if (extras != null && extras.labels != null) {
            return extras.labels;
        }
        return (word & NO_LABEL) != 0 ? LabelStack.none() : LabelStack.of(word & LABEL);
    }

    /** The outermost label, or {@code absent}. */
    public int labelOr(int absent) {
        return (word & NO_LABEL) != 0 ? absent : word & LABEL;
    }

    public Optional<EvpnDetails> evpn() {
        return extras == null ? Optional.empty() : Optional.ofNullable(extras.evpn);
    }

    /** As it goes into an UPDATE. */
    public Route route() {
        return new Route(nlri(), labels(), extras == null ? null : extras.evpn);
    }

    /** Whether it may be used. */
    public boolean isFeasible() {
        return word >>> WHY_NOT_SHIFT == 0;
    }

    public Optional<Infeasibility> infeasibility() {
        return isFeasible() ? Optional.empty() : Optional.of(Infeasibility.of(word >>> WHY_NOT_SHIFT));
    }

    /** Whether it is the best path or as good as it, through the steps that decide on load sharing. */
    public boolean isEcmp() {
        return (word & ECMP) != 0;
    }

    void ecmp(boolean value) {
        word = value ? word | ECMP : word & ~ECMP;
    }

    /** Whether its source has gone and may come back (RFC 4724). */
    public boolean isStale() {
        return (word & STALE) != 0;
    }

    void stale(boolean value) {
        word = value ? word | STALE : word & ~STALE;
    }

    /** Whether it is kept only for want of a better one: by our own timer, or by word of the sender (RFC 9494). */
    public boolean isLongLivedStale() {
        return (word & LLGR_STALE) != 0 || attributes.communities().contains(Community.LLGR_STALE);
    }

    /** This path, stale and the last choice from now on. A path of its own, since what readers know is kept as paths. */
    Path longLivedStale() {
        Path path = copy(destination, attributes, true, learnedSeconds);
        path.stale(true);
        return path;
    }

    /** What this path offers, for another destination or with other attributes. */
    Path copy(Destination to, PathAttributes others, boolean longLivedStale, int since) {
        var copy = new Path(
                to,
                source,
                others,
                labels(),
                evpn().orElse(null),
                infeasibility().orElse(null),
                since);
        copy.word |= longLivedStale ? LLGR_STALE : 0;
        copy.pathId(pathId());
        return copy;
    }

    boolean isMarkedLongLivedStale() {
        return (word & LLGR_STALE) != 0;
    }

    /** Whether it is a copy of a path in another table. */
    public boolean isSecondary() {
        return extras != null && extras.primary != null;
    }

    /** The path itself, or what it is a copy of. */
    public Path primary() {
        return extras != null && extras.primary != null ? extras.primary : this;
    }

    /** The table that the original of a copy is in. */
    public Optional<RouteTable> primaryTable() {
        return extras == null ? Optional.empty() : Optional.ofNullable(extras.primaryTable);
    }

    /** The table a copy is in. */
    RouteTable tableOfCopy() {
        checkState(extras != null && extras.table != null, "not a copy");
        return extras.table;
    }

    /** The tables that hold copies of this path. */
    public ImmutableList<RouteTable> replicatedTo() {
        if (firstReplica() == null) {
            return ImmutableList.of();
        }
        var tables = ImmutableList.<RouteTable>builder();
        for (Path copy = firstReplica(); copy != null; copy = copy.later) {
            tables.add(copy.tableOfCopy());
        }
        return tables.build();
    }

    /** The copy of this path in {@code table}. */
    public Optional<Path> replicaIn(RouteTable table) {
        for (Path copy = firstReplica(); copy != null; copy = copy.later) {
            if (copy.tableOfCopy() == table) {
                return Optional.of(copy);
            }
        }
        return Optional.empty();
    }

    @Nullable
    Path firstReplica() {
        return extras == null ? null : extras.firstReplica;
    }

    /** Whole seconds since it was learned. */
    public int ageSeconds(long now) {
        return seconds(now) - learnedSeconds;
    }

    int learnedSeconds() {
        return learnedSeconds;
    }

    /** Whether an offer of these would say nothing new. */
    boolean says(
            PathAttributes otherAttributes,
            LabelStack labels,
            @Nullable EvpnDetails evpn,
            @Nullable Infeasibility whyNot) {
        int why = whyNot == null ? 0 : whyNot.number();
        if (word >>> WHY_NOT_SHIFT != why || !attributes.equals(otherAttributes)) {
            return false;
        }
        if (extras == null || extras.labels == null) {
            return evpn == null && labels.depth() <= 1 && labels.topOr(-1) == labelOr(-1);
        }
        return labels.equals(extras.labels) && Objects.equals(evpn, extras.evpn);
    }

    @Override
    public String toString() {
        return nlri() + " from " + source.name() + " " + attributes;
    }
}
