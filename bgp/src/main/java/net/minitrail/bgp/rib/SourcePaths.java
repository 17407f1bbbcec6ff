package net.minitrail.bgp.rib;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The primary paths of each source of a table, chained through the paths themselves. Confined to the routing loop. */
final class SourcePaths {
    private final IdentityHashMap<PathSource, Chain> chains = new IdentityHashMap<>();
    private @Nullable PathSource lastSource;
    private Chain last = new Chain();

    private static final class Chain {
        @Nullable
        Path first;

        int size;
    }

    void add(Path path) {
        Chain chain = chain(path.source());
        Path first = chain.first;
        path.later = first;
        path.earlier = null;
        if (first != null) {
            first.earlier = path;
        }
        chain.first = path;
        chain.size++;
    }

    void remove(Path path) {
        Chain chain = chain(path.source());
        Path earlier = path.earlier;
        Path later = path.later;
        if (earlier == null) {
            chain.first = later;
        } else {
            earlier.later = later;
        }
        if (later != null) {
            later.earlier = earlier;
        }
        path.earlier = null;
        path.later = null;
        chain.size--;
        if (chain.size == 0) {
            chains.remove(path.source());
            lastSource = null;
        }
    }

    /** The first path of {@code source}; the others follow by {@link Path#later}. */
    @Nullable
    Path first(PathSource source) {
        Chain chain = chains.get(source);
        return chain == null ? null : chain.first;
    }

    int count(PathSource source) {
        Chain chain = chains.get(source);
        return chain == null ? 0 : chain.size;
    }

    private Chain chain(PathSource source) {
        if (source != lastSource) {
            last = chains.computeIfAbsent(source, unused -> new Chain());
            lastSource = source;
        }
        return last;
    }
}
