package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update.Announcement;
import org.jspecify.annotations.Nullable;

/** Collects what the members of a group are told: by set of members, then by attributes. Confined to the routing loop. */
final class BatchBuilder {
    private final ExportKey key;
    private final ExportRules rules;
    private final Map<BitSet, PartBuilder> parts = new LinkedHashMap<>();
    private @Nullable BitSet lastTargets;
    private PartBuilder last = new PartBuilder();
    private int size;

    /** Routes of one source with one set of attributes, all long-lived stale or none. */
    private static final class Run {
        final PathSource source;
        final boolean stale;
        final PathAttributes attributes;
        final ImmutableList.Builder<Route> routes = ImmutableList.builder();

        Run(PathSource source, boolean stale, PathAttributes attributes) {
            this.source = source;
            this.stale = stale;
            this.attributes = attributes;
        }
    }

    private static final class PartBuilder {
        final List<Run> runs = new ArrayList<>();
        final IdentityHashMap<PathAttributes, Run> open = new IdentityHashMap<>();
        final ImmutableList.Builder<Nlri> withdrawn = ImmutableList.builder();
        Ending ending = Ending.NOTHING;
    }

    BatchBuilder(ExportKey key, ExportRules rules) {
        this.key = key;
        this.rules = rules;
    }

    /** Number of routes collected. */
    int size() {
        return size;
    }

    /** {@code targets} is not changed any more. */
    void announce(BitSet targets, Path path) {
        announce(targets, path, path.route());
    }

    /** As the other {@code announce}, under a name that {@code route} has. */
    void announce(BitSet targets, Path path, Route route) {
        PartBuilder part = part(targets);
        Run run = part.open.get(path.attributes());
        boolean stale = path.isMarkedLongLivedStale();
        if (run == null || run.source != path.source() || run.stale != stale) {
            run = new Run(path.source(), stale, rules.attributes(path));
            part.runs.add(run);
            part.open.put(path.attributes(), run);
        }
        run.routes.add(route);
        size++;
    }

    /** {@code targets} is not changed any more. */
    void withdraw(BitSet targets, Nlri nlri) {
        part(targets).withdrawn.add(nlri);
        size++;
    }

    /** Marks the end for {@code targets}. */
    void end(BitSet targets, Ending ending) {
        lastTargets = null;
        parts.computeIfAbsent(targets, unused -> new PartBuilder()).ending = ending;
    }

    @SuppressWarnings("ReferenceEquality") // a set that is equal but not the same is looked up
    private PartBuilder part(BitSet targets) {
        if (targets != lastTargets) {
            last = parts.computeIfAbsent(targets, unused -> new PartBuilder());
            lastTargets = targets;
        }
        return last;
    }

    List<UpdateBatch.Part> build() {
        var built = new ArrayList<UpdateBatch.Part>(parts.size());
        UpdateBatch.@Nullable Part marker = null;
        for (Map.Entry<BitSet, PartBuilder> entry : parts.entrySet()) {
            PartBuilder part = entry.getValue();
            var announcements = ImmutableList.<Announcement>builderWithExpectedSize(part.runs.size());
            for (Run run : part.runs) {
                announcements.add(new Announcement(key.table().family(), run.attributes, run.routes.build()));
            }
            ImmutableList<Announcement> all = announcements.build();
            ImmutableList<Nlri> withdrawn = part.withdrawn.build();
            if (!all.isEmpty() || !withdrawn.isEmpty()) {
                built.add(new UpdateBatch.Part(
                        entry.getKey(),
                        new Outbound(key.table().family(), key.codec(), all, withdrawn, Ending.NOTHING)));
            }
            if (part.ending != Ending.NOTHING) {
                marker = new UpdateBatch.Part(
                        entry.getKey(),
                        new Outbound(
                                key.table().family(),
                                key.codec(),
                                ImmutableList.of(),
                                ImmutableList.of(),
                                part.ending));
            }
        }
        if (marker != null) {
            built.add(marker); // behind all routes, whichever part they are in
        }
        return built;
    }
}
