package net.minitrail.vrouter.acl;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * An analyzer, as an interface or a rule names it (the schema's MirrorActionType).
 *
 * @param analyzer its name; whoever uses the same name means the same entry of the mirror table
 * @param address of the analyzer, or null if only its MAC counts
 * @param mac of the analyzer, or null
 * @param instance full name of the routing instance in which {@code mac} is looked up, or empty
 * @param udpPort destination port of copies with the Juniper header
 * @param nicVlan VLAN that the network card sends copies in, -1 if the vRouter sends them
 */
public record MirrorTo(
        String analyzer,
        @Nullable Ipv4Address address,
        @Nullable MacAddress mac,
        String instance,
        int udpPort,
        boolean juniperHeader,
        int nicVlan) {
    /** Where an analyzer listens unless a port is given. */
    public static final int DEFAULT_PORT = 8099;
}
