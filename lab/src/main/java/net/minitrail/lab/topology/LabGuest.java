package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import java.util.UUID;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An emulated virtual machine.
 *
 * @param node the vrouter-agent that it runs on
 * @param profile the system that it runs: {@code cirros}, {@code centos} or {@code vsrx}
 */
public record LabGuest(String name, String node, String profile, ImmutableList<Port> ports) {
    /**
     * A network interface of a guest.
     *
     * @param id names the tap interface ({@code tap} and the first 11 characters)
     * @param ips addresses asked for, one of a family at most; of the other families one is allocated
     * @param sharesIps whether other ports may have these addresses at the same time
     * @param mac null for {@code 02:} and the first five octets of the id
     * @param ecmpHash the fields that choose among ports with the same address; empty for the network's
     * @param pairs what it may use beside its own address
     * @param securityGroups names of its groups; none lets everything pass
     * @param mirror where its packets are mirrored to, null for nowhere
     */
    public record Port(
            String network,
            UUID id,
            ImmutableList<IpAddress> ips,
            boolean sharesIps,
            @Nullable MacAddress mac,
            ImmutableList<String> ecmpHash,
            ImmutableList<AddressPair> pairs,
            ImmutableList<String> securityGroups,
            @Nullable LabMirror mirror) {}

    /**
     * An allowed address pair of a port.
     *
     * @param mac null for the port's own
     * @param activeActive whether several ports may have it at the same time
     */
    public record AddressPair(IpPrefix ip, @Nullable MacAddress mac, boolean activeActive) {
        /** Reads a prefix, or an address, which is a prefix of all its bits. */
        static IpPrefix parse(String text) {
            return text.indexOf('/') < 0 ? IpPrefix.host(IpAddress.parse(text)) : IpPrefix.parse(text);
        }

        /** Reads the list of a lab file; what is wrong with it was found before. */
        public static ImmutableList<AddressPair> list(JsonNode list) {
            ImmutableList.Builder<AddressPair> pairs = ImmutableList.builder();
            for (JsonNode pair : list) {
                pairs.add(new AddressPair(
                        parse(pair.path("ip").asString()),
                        pair.path("mac").isString()
                                ? MacAddress.parse(pair.path("mac").asString())
                                : null,
                        pair.path("mode").asString("").equals("active-active")));
            }
            return pairs.build();
        }
    }
}
