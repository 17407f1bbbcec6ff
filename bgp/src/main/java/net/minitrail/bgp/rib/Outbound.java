package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Update.Announcement;
import org.jspecify.annotations.Nullable;

/**
 * What some peers with equal {@link CodecOptions} are to be told: to be encoded once, and the same octets written to each.
 * No route is in it twice. Immutable but for the place where the session layer may keep the octets.
 */
public final class Outbound {
    private final AddressFamily family;
    private final CodecOptions codec;
    private final ImmutableList<Announcement> announcements;
    private final ImmutableList<Nlri> withdrawn;
    private final Ending ending;
    private volatile @Nullable Object octets;

    Outbound(
            AddressFamily family,
            CodecOptions codec,
            ImmutableList<Announcement> announcements,
            ImmutableList<Nlri> withdrawn,
            Ending ending) {
        this.family = family;
        this.codec = codec;
        this.announcements = announcements;
        this.withdrawn = withdrawn;
        this.ending = ending;
    }

    public AddressFamily family() {
        return family;
    }

    public CodecOptions codec() {
        return codec;
    }

    /** Routes with the attributes as they are to be sent; those with equal attributes are together. */
    public ImmutableList<Announcement> announcements() {
        return announcements;
    }

    public ImmutableList<Nlri> withdrawn() {
        return withdrawn;
    }

    /** Whether the marker of RFC 4724 section 2 follows the routes. */
    public boolean endOfRib() {
        return ending == Ending.END_OF_RIB;
    }

    /** The mark that follows the routes. */
    public Ending ending() {
        return ending;
    }

    /** Number of routes announced and withdrawn. */
    public int size() {
        int size = withdrawn.size();
        for (Announcement announcement : announcements) {
            size += announcement.routes().size();
        }
        return size;
    }

    /** What {@link #octets(Object)} was last given: a peer that is behind is handed the same object later. */
    public @Nullable Object octets() {
        return octets;
    }

    /** Keeps the encoded form, which must be safe to share between threads. Any thread. */
    public void octets(Object encoded) {
        octets = encoded;
    }

    @Override
    public String toString() {
        return family + " +" + announcements + " -" + withdrawn + (ending == Ending.NOTHING ? "" : " " + ending);
    }
}
