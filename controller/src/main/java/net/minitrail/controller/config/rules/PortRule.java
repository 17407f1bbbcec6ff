package net.minitrail.controller.config.rules;

import java.util.UUID;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import net.minitrail.net.MacAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A virtual-machine-interface: it has one network and a MAC, and address pairs only with port security. */
public final class PortRule implements ConfigRule {
    private static final String MACS = "virtual_machine_interface_mac_addresses";
    private static final String PAIRS = "virtual_machine_interface_allowed_address_pairs";

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (!draft.is("virtual-machine-interface")) {
            return;
        }
        int networks = draft.references("virtual-network").size();
        if (networks != 1) {
            throw Rejected.invalid("virtual_network_refs", "a port needs exactly one virtual-network, not " + networks);
        }
        if (draft.references("virtual-machine").size() > 1) {
            throw Rejected.invalid("virtual_machine_refs", "a port belongs to at most one virtual-machine");
        }
        boolean insecure = !draft.property("port_security_enabled").booleanValue(true);
        if (insecure && !draft.property(PAIRS).path("allowed_address_pair").isEmpty()) {
            throw Rejected.invalid(PAIRS, "allowed address pairs need port_security_enabled");
        }
        macs(draft);
        fatFlows(draft);
    }

    private static void macs(Draft draft) {
        JsonNode given = draft.property(MACS).path("mac_address");
        ArrayNode macs = draft.properties().putObject(MACS).putArray("mac_address");
        for (JsonNode mac : given.values()) {
            macs.add(MacAddress.parse(mac.stringValue()).toString());
        }
        if (macs.isEmpty()) {
            macs.add(automatic(draft.uuid()).toString());
        }
    }

    /** {@code 02:} and the first five octets of the uuid. */
    static MacAddress automatic(UUID uuid) {
        return new MacAddress(0x02L << 40 | uuid.getMostSignificantBits() >>> 24);
    }

    private static void fatFlows(Draft draft) {
        int i = 0;
        for (JsonNode flow : draft.property("virtual_machine_interface_fat_flow_protocols")
                .path("fat_flow_protocol")
                .values()) {
            String field = "virtual_machine_interface_fat_flow_protocols.fat_flow_protocol[" + i++ + "]";
            for (String side : new String[] {"source", "destination"}) {
                JsonNode prefix = flow.path(side + "_prefix");
                int length = prefix.path("ip_prefix_len").intValue(0);
                int aggregate = flow.path(side + "_aggregate_prefix_length").intValue(length);
                if (prefix.hasNonNull("ip_prefix") && (length < 8 || aggregate < length)) {
                    throw Rejected.invalid(
                            field,
                            side + " prefix length " + length + " and aggregate length " + aggregate
                                    + " (expected 8 or more, and the aggregate no shorter)");
                }
            }
        }
    }
}
