package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import java.util.UUID;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * An emulated virtual machine.
 *
 * @param node the vrouter-agent that it runs on
 */
public record LabGuest(String name, String node, ImmutableList<Port> ports) {
    /**
     * A network interface of a guest.
     *
     * @param id names the tap interface ({@code tap} and the first 11 characters)
     * @param ip null to have one allocated
     * @param mac null for {@code 02:} and the first five octets of the id
     */
    public record Port(
            String network,
            UUID id,
            @Nullable IpAddress ip,
            @Nullable MacAddress mac) {}
}
