package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableSet;
import java.util.UUID;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A guest's interface as the compute host announces it; what it means in the overlay is in the configuration.
 *
 * @param id of the virtual-machine-interface
 * @param instance id of the virtual machine, which the agent asks configuration for
 * @param displayName the guest's name
 * @param systemName the interface's name in the host, {@code tap} and the first eleven characters of the id
 * @param address the guest's first address, or null if it has none
 * @param profile the system that the guest runs: {@code cirros}, {@code centos} or {@code vsrx}
 */
public record Port(
        UUID id,
        UUID instance,
        String displayName,
        String systemName,
        MacAddress mac,
        @Nullable IpAddress address,
        @Nullable UUID network,
        String profile) {
    /** What a guest runs unless it is told otherwise. */
    public static final String DEFAULT_PROFILE = "cirros";

    private static final ImmutableSet<String> PROFILES = ImmutableSet.of(DEFAULT_PROFILE, "centos", "vsrx");

    private static final int NAME_DIGITS = 11;

    public Port {
        if (!PROFILES.contains(profile)) {
            throw new IllegalArgumentException(
                    "profile: '" + profile + "' is unknown (expected: " + String.join(", ", PROFILES) + ")");
        }
    }

    /** The name that a port's interface has unless it is told otherwise. */
    public static String tapName(UUID id) {
        return "tap" + id.toString().substring(0, NAME_DIGITS);
    }

    /** The MAC address that a port has unless it is told otherwise: 02 and the first five octets of the id. */
    public static MacAddress macOf(UUID id) {
        return new MacAddress(0x02L << 40 | id.getMostSignificantBits() >>> 24);
    }
}
