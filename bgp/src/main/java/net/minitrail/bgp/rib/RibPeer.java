package net.minitrail.bgp.rib;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.IpAddress;

/** A BGP peer as the tables know it. Lives on, with its stale paths, when a session breaks. Confined to the routing loop. */
public final class RibPeer implements PathSource {
    /** How a peer stands. */
    public enum State {
        UP,
        /** Away, its paths kept as they are. */
        STALE,
        /** Away for long, its paths kept as the last choice. */
        LONG_LIVED_STALE,
        DOWN
    }

    private final int id;
    private PeerSettings settings;
    private BooleanSupplier ready;
    private boolean up = true;

    /** Families with routes from the time before the session broke. */
    private final Map<AddressFamily, StaleFamily> stale = new EnumMap<>(AddressFamily.class);

    /** Families of which the peer is told nothing yet. */
    private final Set<AddressFamily> waiting = EnumSet.noneOf(AddressFamily.class);

    /** Whether the peer has said which targets it wants, or will not. */
    private boolean targetsKnown;

    /** Nanoseconds of a monotonic clock. */
    private long upSince;

    private final Set<AddressFamily> endOfRibSeen = EnumSet.noneOf(AddressFamily.class);
    private final RefreshRounds refreshes = new RefreshRounds();
    private final Map<AddressFamily, GroupMember> memberships = new EnumMap<>(AddressFamily.class);

    private final Map<AddressFamily, PathsOut> pathsOut = new EnumMap<>(AddressFamily.class);

    RibPeer(int id, PeerSettings settings, BooleanSupplier ready, long now) {
        this.id = id;
        this.settings = settings;
        this.ready = ready;
        this.upSince = now;
    }

    /** A small number, unique among the peers that are known; used again when they are gone. */
    int id() {
        return id;
    }

    public PeerSettings settings() {
        return settings;
    }

    public State state() {
        if (up) {
            return State.UP;
        }
        return stale.isEmpty()
                ? State.DOWN
                : stale.values().stream().allMatch(family -> family.longLived) ? State.LONG_LIVED_STALE : State.STALE;
    }

    boolean isUp() {
        return up;
    }

    /** Whether the peer has said that it sent all its routes of a family. */
    public boolean sawEndOfRib(AddressFamily family) {
        return endOfRibSeen.contains(family);
    }

    /** Whether routes of a family are held back until the peer has said which targets it wants (RFC 4684 section 6). */
    public boolean isWaitingForTargets(AddressFamily family) {
        return waiting.contains(family) && !targetsKnown;
    }

    boolean isReady() {
        return ready.getAsBoolean();
    }

    void up(PeerSettings newSettings, BooleanSupplier newReady, long now) {
        settings = newSettings;
        ready = newReady;
        upSince = now;
        up = true;
        endOfRibSeen.clear();
    }

    void down() {
        up = false;
    }

    Set<AddressFamily> endOfRibSeen() {
        return endOfRibSeen;
    }

    Set<AddressFamily> waiting() {
        return waiting;
    }

    boolean targetsKnown() {
        return targetsKnown;
    }

    void targetsKnown(boolean known) {
        targetsKnown = known;
    }

    /** How long this session has been up, in nanoseconds. */
    long upFor(long now) {
        return now - upSince;
    }

    Map<AddressFamily, StaleFamily> stale() {
        return stale;
    }

    RefreshRounds refreshes() {
        return refreshes;
    }

    /** Families that it is told in an update group. */
    Map<AddressFamily, GroupMember> memberships() {
        return memberships;
    }

    /** Families that it is told with path identifiers. */
    Map<AddressFamily, PathsOut> pathsOut() {
        return pathsOut;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Kind kind() {
        return Kind.BGP;
    }

    @Override
    public int routerId() {
        return settings.routerId();
    }

    @Override
    public IpAddress address() {
        return settings.address();
    }

    @Override
    public boolean isInternal() {
        return settings.isInternal();
    }

    @Override
    public String toString() {
        return settings.name();
    }
}
