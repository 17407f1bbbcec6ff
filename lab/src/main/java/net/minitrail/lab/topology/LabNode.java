package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * A node of a lab, valid once constructed by {@link LabReader}.
 *
 * @param address stands in protocol fields
 * @param transport the loopback address asked for; null lets the lab choose one
 * @param autonomousSystem its own if it is a BGP speaker, else the lab's
 * @param controllers the names of the controllers that an agent talks to, in order of preference
 * @param neighbors the names of the nodes that it has BGP sessions with; each of them names this one too
 * @param families what it offers to its neighbors; empty for what its kind offers of itself
 * @param reflector whether its internal neighbors are its clients (RFC 4456)
 * @param config text in the node's own language; null if {@code vrfs} generate it or the kind has none
 * @param attachment how its neighbors reach it; null if as usual
 */
public record LabNode(
        String name,
        NodeKind kind,
        Ipv4Address address,
        @Nullable Ipv4Address transport,
        long autonomousSystem,
        ImmutableList<String> controllers,
        ImmutableList<String> neighbors,
        ImmutableSet<AddressFamily> families,
        boolean reflector,
        @Nullable String config,
        ImmutableMap<String, VrfSpec> vrfs,
        @Nullable Attachment attachment) {

    /** The key of TCP MD5 of all its sessions; null for none. */
    public @Nullable String md5() {
        return attachment == null ? null : attachment.md5();
    }

    /** Whether its sessions carry several paths to a prefix, both ways (RFC 7911). */
    public boolean addPath() {
        return attachment != null && attachment.addPath();
    }

    /**
     * What the neighbors of a node must know of it beyond its addresses.
     *
     * @param port where it listens, 1 to 65535; 0 for the lab's own BGP port
     * @param passive whether its neighbors wait for its call
     * @param md5 the key of TCP MD5 of all its sessions (RFC 2385), up to 80 octets; null for none
     * @param addPath whether all its sessions carry several paths to a prefix, both ways (RFC 7911)
     */
    public record Attachment(
            int port, boolean passive, @Nullable String md5, boolean addPath) {}
}
