package net.minitrail.bgp.rib;

import net.minitrail.bgp.wire.Nlri;
import org.jspecify.annotations.Nullable;

/**
 * What a change did to the best path, or to the set of paths that are as good as the best.
 *
 * @param before the best path until now; null if the destination was unreachable
 * @param after the best path from now on; null if the destination is unreachable. The same as {@code before} if only a
 *     path of equal cost came or went
 */
public record BestChange(
        Nlri nlri, @Nullable Path before, @Nullable Path after) {}
