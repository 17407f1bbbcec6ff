package net.minitrail.xmpp.stanza;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How often a route has moved; the higher sequence wins.
 *
 * @param sequence 0 to 4294967295
 * @param sticky whether the route is pinned where it is
 */
public record Mobility(long sequence, boolean sticky) {
    public static final Mobility NONE = new Mobility(0, false);

    public Mobility {
        checkArgument(sequence >= 0 && sequence <= Numbers.UNSIGNED_INT, "sequence %s", sequence);
    }
}
