package net.minitrail.controller.config.ipam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.minitrail.controller.config.Commit;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Prefix;

/** Gives each instance-ip its address, and knows for each network which addresses are taken. */
public final class AddressRule implements ConfigRule {
    private static final String ADDRESS = "instance_ip_address";

    private final Map<UUID, NetworkAddresses> networks = new HashMap<>();

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (!draft.is("instance-ip")) {
            return;
        }
        ConfigObject network = draft.reference("virtual-network")
                .orElseThrow(() -> Rejected.invalid("virtual_network_refs", "an instance-ip needs a virtual-network"));
        if (draft.existing() != null) {
            refuseMove(draft, draft.existing(), network);
        } else if (draft.property(ADDRESS).isMissingNode()) {
            draft.properties().put(ADDRESS, allocate(draft, network).toString());
        } else {
            claim(draft, network, IpAddress.parse(draft.property(ADDRESS).stringValue()));
        }
    }

    @Override
    public void applied(Commit.Change change) {
        ConfigObject object = change.object();
        if (object.is("virtual-network")) {
            if (change.kind() == Commit.Kind.DELETED) {
                networks.remove(object.uuid());
            } else {
                resettle(object);
            }
        } else if (object.is("instance-ip") && object.property(ADDRESS).isString()) {
            IpAddress address = IpAddress.parse(object.property(ADDRESS).stringValue());
            for (ConfigObject network : object.references("virtual-network")) {
                if (change.kind() == Commit.Kind.DELETED) {
                    of(network).release(address, object);
                } else {
                    of(network).take(address, object);
                }
            }
        }
    }

    NetworkAddresses of(ConfigObject network) {
        return networks.computeIfAbsent(network.uuid(), uuid -> new NetworkAddresses(List.of()));
    }

    private void resettle(ConfigObject network) {
        List<Subnet> subnets = SubnetRule.complete(network.references());
        NetworkAddresses before = of(network);
        if (!before.subnets().equals(subnets)) {
            var after = new NetworkAddresses(subnets);
            before.owners().forEach(after::take);
            networks.put(network.uuid(), after);
        }
    }

    private static void refuseMove(Draft draft, ConfigObject existing, ConfigObject network) {
        if (!draft.property(ADDRESS).equals(existing.property(ADDRESS))) {
            throw Rejected.invalid(ADDRESS, "an address cannot be changed; delete the instance-ip and create another");
        }
        if (!existing.references("virtual-network").contains(network)) {
            throw Rejected.invalid("virtual_network_refs", "an instance-ip cannot move to another network");
        }
    }

    private IpAddress allocate(Draft draft, ConfigObject network) {
        NetworkAddresses addresses = of(network);
        boolean v4 = !draft.property("instance_ip_family").stringValue("v4").equals("v6");
        String uuid = draft.property("subnet_uuid").stringValue("");
        List<Subnet> candidates = addresses.subnets().stream()
                .filter(subnet -> uuid.isEmpty()
                        ? subnet.prefix().isV4() == v4
                        : subnet.uuid().toString().equals(uuid))
                .toList();
        if (candidates.isEmpty()) {
            throw Rejected.invalid(
                    uuid.isEmpty() ? "instance_ip_family" : "subnet_uuid",
                    network.name() + " has no "
                            + (uuid.isEmpty() ? (v4 ? "IPv4 subnet" : "IPv6 subnet") : "subnet " + uuid));
        }
        for (Subnet subnet : candidates) {
            Optional<IpAddress> address = addresses.next(subnet);
            if (address.isPresent()) {
                note(draft, subnet);
                return address.get();
            }
        }
        throw Rejected.conflict("no free address in " + network.name() + ": "
                + candidates.stream().map(subnet -> subnet.prefix().toString()).toList() + " is exhausted");
    }

    private void claim(Draft draft, ConfigObject network, IpAddress address) {
        NetworkAddresses addresses = of(network);
        Subnet subnet = addresses
                .subnetOf(address)
                .orElseThrow(() -> Rejected.invalid(
                        ADDRESS,
                        address + " is in no subnet of " + network.name() + " (expected one of "
                                + addresses.subnets().stream()
                                        .map(Subnet::prefix)
                                        .toList() + ")"));
        ConfigObject owner = addresses.owners().get(address);
        if (owner != null) {
            throw Rejected.conflict("IP address already in use: " + address + " by instance-ip " + owner.uuid());
        }
        boolean port = draft.reference("virtual-machine-interface").isPresent();
        if (port && (address.equals(subnet.gateway()) || address.equals(subnet.service()))) {
            throw Rejected.invalid(
                    ADDRESS,
                    address + " is the " + (address.equals(subnet.gateway()) ? "gateway" : "service address") + " of "
                            + subnet.prefix());
        }
        boolean first = subnet.prefix().address().equals(address);
        boolean last =
                address.isV4() && ((Ipv4Prefix) subnet.prefix()).broadcast().equals(address);
        if (first || last) {
            throw Rejected.invalid(
                    ADDRESS,
                    address + " is the " + (first ? "network" : "broadcast") + " address of " + subnet.prefix());
        }
        note(draft, subnet);
    }

    private static void note(Draft draft, Subnet subnet) {
        draft.properties().put("subnet_uuid", subnet.uuid().toString());
        draft.properties().put("instance_ip_family", subnet.prefix().isV4() ? "v4" : "v6");
    }
}
