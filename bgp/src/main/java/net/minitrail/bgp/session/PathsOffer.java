package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Several paths to a prefix, in one family (RFC 7911).
 *
 * @param receive whether the neighbor may tell us several
 * @param send whether we tell it several, if it takes them
 * @param pathCount how many at most, best first, 1 to 64; 0 for all
 */
public record PathsOffer(boolean receive, boolean send, int pathCount) {
    private static final int MAX_PATHS = 64;

    public PathsOffer {
        checkArgument(pathCount >= 0 && pathCount <= MAX_PATHS, "path count %s is not in 0..64", pathCount);
    }
}
