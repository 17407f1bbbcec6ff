package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteDistinguisher;
import org.jspecify.annotations.Nullable;

/**
 * One route of one table, as it was when somebody asked. Immutable.
 *
 * @param prefix null for a label of {@code mpls.0} or a route target
 * @param destination as tables print it, such as {@code 192.168.100.3:2:192.168.1.3/32} or {@code 20}
 * @param protocol as tables print it: BGP, Direct, Local, Static, Tunnel, VPN, RTarget
 * @param preference Junos preference, 0 to 4294967295; less is better
 * @param ageSeconds since the route came, or last changed
 * @param attributes of BGP routes
 * @param label that the egress router of a VPN route expects
 * @param from the BGP neighbor that it was learned from
 * @param via what follows {@code >} in a table, such as {@code via gr-0/0/10.32769, Push 17}; empty if unusable
 * @param primary the table that a route of a VRF was copied from, else empty
 * @param secondary the tables that it was copied to
 * @param hidden why the route cannot be used, or null if it can
 */
public record RouteEntry(
        String table,
        @Nullable IpPrefix prefix,
        String destination,
        String protocol,
        long preference,
        boolean active,
        long ageSeconds,
        @Nullable PathAttributes attributes,
        @Nullable RouteDistinguisher distinguisher,
        @Nullable Integer label,
        @Nullable IpAddress from,
        ImmutableList<String> via,
        String primary,
        ImmutableList<String> secondary,
        @Nullable String hidden,
        boolean announced,
        boolean internal) {

    public boolean isBgp() {
        return attributes != null && from != null;
    }

    /** The next hop of the protocol, which for a VM is its compute node. */
    public Optional<IpAddress> protocolNextHop() {
        return Optional.ofNullable(attributes).flatMap(PathAttributes::nextHop);
    }
}
