package net.minitrail.bgp.rib;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which members of an update group are to know of a path: those that the rules permit, but its source, and, with route target
 * constraint, those that asked for it. Confined to the routing loop.
 */
final class Audience {
    static final BitSet NOBODY = new BitSet();

    private final ExportRules rules;
    private final TargetFilters filters;
    private final boolean byTargets;

    Audience(ExportKey key, ExportRules rules, TargetFilters filters) {
        this.rules = rules;
        this.filters = filters;
        this.byTargets = key.byTargets();
    }

    /** The members of {@code stream}, by id, that are to know of {@code path}; not changed any more. */
    BitSet of(UpdateStream stream, @Nullable Path path) {
        if (path == null || !rules.permits(path)) {
            return NOBODY;
        }
        BitSet members = stream.all();
        if (path.source() instanceof RibPeer source
                && source.isUp() // else its id may be that of another now
                && !rules.tellsSource()) {
            members = stream.allBut(source.id());
        }
        return byTargets ? filters.interested(path.attributes(), members) : members;
    }

    /**
     * The members of {@code stream} that may have been told of a destination before; not changed any more.
     *
     * @param position where the destination is in the log
     * @param seen the epoch up to which the members know of destinations
     */
    BitSet knowing(UpdateStream stream, Destination destination, int position, int seen) {
        Path told = destination.told;
        if (told == null || destination.birth > seen || stream.knowsNothingBefore(position)) {
            return NOBODY;
        }
        return told == ChangeLog.MIXED ? stream.all() : of(stream, told);
    }

    /** Whether {@code peer}, a member, is to know of {@code path}. */
    boolean includes(RibPeer peer, @Nullable Path path) {
        return path != null
                && rules.permits(path)
                && (path.source() != peer || rules.tellsSource())
                && (!byTargets || filters.isInterested(path.attributes(), peer.id()));
    }
}
