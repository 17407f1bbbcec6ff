package net.minitrail.controller.config.ipam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import net.minitrail.net.IpAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The subnets of a virtual-network: completed, without overlap, and never taken from under a port. */
public final class SubnetRule implements ConfigRule {
    private final AddressRule addresses;

    public SubnetRule(AddressRule addresses) {
        this.addresses = addresses;
    }

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (!draft.is("virtual-network")) {
            return;
        }
        if (draft.existing() != null) {
            keepUuids(draft, addresses.of(draft.existing()).subnets());
        }
        List<Subnet> subnets = complete(draft.references());
        for (int i = 0; i < subnets.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (subnets.get(i).prefix().covers(subnets.get(j).prefix())
                        || subnets.get(j).prefix().covers(subnets.get(i).prefix())) {
                    throw Rejected.invalid(
                            "network_ipam_refs",
                            "subnet " + subnets.get(i).prefix() + " overlaps "
                                    + subnets.get(j).prefix());
                }
            }
        }
        if (draft.existing() != null) {
            refuseIfInUse(subnets, addresses.of(draft.existing()).owners());
        }
    }

    /** A subnet that comes again without its uuid is still the same one. */
    private static void keepUuids(Draft draft, List<Subnet> before) {
        draft.references()
                .forEach((to, attribute) -> attribute
                        .path("ipam_subnets")
                        .values()
                        .forEach(subnet -> {
                            String prefix =
                                    subnet.path("subnet").path("ip_prefix").asString("") + "/"
                                            + subnet.path("subnet")
                                                    .path("ip_prefix_len")
                                                    .asInt(0);
                            before.stream()
                                    .filter(known -> known.prefix().toString().equals(prefix)
                                            && !subnet.hasNonNull("subnet_uuid"))
                                    .forEach(known -> ((ObjectNode) subnet)
                                            .put("subnet_uuid", known.uuid().toString()));
                        }));
    }

    /** Reads the subnets of all references; fills in what the server chooses. */
    static List<Subnet> complete(Map<ConfigObject, JsonNode> references) {
        var subnets = new ArrayList<Subnet>();
        int reference = 0;
        for (Map.Entry<ConfigObject, JsonNode> entry : references.entrySet()) {
            if (entry.getKey().is("network-ipam")) {
                int i = 0;
                for (JsonNode subnet : entry.getValue().path("ipam_subnets").values()) {
                    String field = "network_ipam_refs[" + reference + "].attr.ipam_subnets[" + i++ + "]";
                    subnets.add(Subnet.complete(field, (ObjectNode) subnet));
                }
                reference++;
            }
        }
        return subnets;
    }

    private static void refuseIfInUse(List<Subnet> subnets, Map<IpAddress, ConfigObject> owners) {
        owners.forEach((address, owner) -> {
            Subnet home = subnets.stream()
                    .filter(subnet -> subnet.prefix().contains(address))
                    .findFirst()
                    .orElseThrow(() -> Rejected.conflict("network_ipam_refs: the subnet of " + address
                            + " is still in use by instance-ip " + owner.uuid()));
            if (address.equals(home.gateway())
                    && !owner.references("virtual-machine-interface").isEmpty()) {
                throw Rejected.conflict("network_ipam_refs: the gateway " + address + " of " + home.prefix()
                        + " is in use by instance-ip " + owner.uuid());
            }
        });
    }
}
