package net.minitrail.lab.topology;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;

/**
 * A virtual network of a lab.
 *
 * @param name as the lab file has it: a plain name, or a full one such as {@code default-domain:admin:vn1}
 * @param subnets one at least; a port has an address of each family that is there
 * @param gateway of the first subnet; null for its first address
 * @param forwardingMode {@code l2}, {@code l3} or {@code l2_l3}; null for the system's default
 * @param vni VXLAN network identifier, 1 to 16777215, or 0 for the network's number
 * @param floodUnknownUnicast whether frames to MAC addresses that nobody knows go to everybody
 * @param ecmpHash the fields that choose among guests with the same address; empty for the system's
 * @param policies names of its network policies, the first to match first
 */
public record LabNetwork(
        String name,
        ImmutableList<IpPrefix> subnets,
        @Nullable IpAddress gateway,
        ImmutableSet<RouteTarget> routeTargets,
        ImmutableSet<RouteTarget> importRouteTargets,
        ImmutableSet<RouteTarget> exportRouteTargets,
        @Nullable String forwardingMode,
        int vni,
        boolean floodUnknownUnicast,
        ImmutableList<String> ecmpHash,
        ImmutableList<String> policies) {

    /** Domain, project and name; a plain name lives in {@code default-domain:default-project}. */
    public ImmutableList<String> fqName() {
        return fqName(name);
    }

    /** The same for any network name. */
    public static ImmutableList<String> fqName(String name) {
        return name.indexOf(':') < 0
                ? ImmutableList.of("default-domain", "default-project", name)
                : ImmutableList.copyOf(Splitter.on(':').split(name));
    }

    /** The routing instance that the controller derives, such as {@code default-domain:default-project:vn1:vn1}. */
    public String routingInstance() {
        return String.join(":", fqName()) + ":" + shortName();
    }

    /** Whether a port in it has an address of this family. */
    public boolean has(boolean v4) {
        return subnets.stream().anyMatch(subnet -> subnet.isV4() == v4);
    }

    /** The last part of the name. */
    public String shortName() {
        return fqName().get(2);
    }
}
