package net.minitrail.bgp.wire;

import java.util.Arrays;
import java.util.stream.Collectors;
import net.minitrail.net.Ipv4Address;

/** The route reflection clusters a route has crossed, nearest first (RFC 4456 section 8). Immutable. */
public final class ClusterList {
    public static final ClusterList EMPTY = new ClusterList(new int[0]);

    private final int[] ids;

    private ClusterList(int[] ids) {
        this.ids = ids;
    }

    /** Cluster ids as unsigned IPv4 addresses, nearest first. */
    public static ClusterList of(int... ids) {
        return ids.length == 0 ? EMPTY : new ClusterList(ids.clone());
    }

    public ClusterList prepend(int id) {
        int[] longer = new int[ids.length + 1];
        longer[0] = id;
        System.arraycopy(ids, 0, longer, 1, ids.length);
        return new ClusterList(longer);
    }

    public boolean contains(int id) {
        return Arrays.stream(ids).anyMatch(each -> each == id);
    }

    public int length() {
        return ids.length;
    }

    public boolean isEmpty() {
        return ids.length == 0;
    }

    public int get(int index) {
        return ids[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterList that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    /** {@code 192.168.100.2 192.168.100.4}. */
    @Override
    public String toString() {
        return Arrays.stream(ids).mapToObj(id -> new Ipv4Address(id).toString()).collect(Collectors.joining(" "));
    }
}
