package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * A node of a lab, valid once constructed by {@link LabReader}.
 *
 * @param address stands in protocol fields
 * @param transport the loopback address asked for; null lets the lab choose one
 * @param autonomousSystem its own if it is a BGP speaker, else the lab's
 * @param controllers the names of the controllers that it talks to, in order of preference
 * @param config text in the node's own language; null if {@code vrfs} generate it or the kind has none
 */
public record LabNode(
        String name,
        NodeKind kind,
        Ipv4Address address,
        @Nullable Ipv4Address transport,
        long autonomousSystem,
        ImmutableList<String> controllers,
        @Nullable String config,
        ImmutableMap<String, VrfSpec> vrfs) {}
