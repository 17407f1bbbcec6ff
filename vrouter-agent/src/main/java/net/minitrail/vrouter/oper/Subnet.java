package net.minitrail.vrouter.oper;

import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * A subnet of a network.
 *
 * @param gateway address that the vRouter answers for as router, or null
 * @param service address that the agent's services have, or null
 * @param dhcp whether guests are given their addresses by DHCP
 */
public record Subnet(
        IpPrefix prefix,
        @Nullable IpAddress gateway,
        @Nullable IpAddress service,
        boolean dhcp) {}
