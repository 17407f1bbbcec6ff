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
        FatFlowRules.check(draft, "virtual_machine_interface_fat_flow_protocols");
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
}
