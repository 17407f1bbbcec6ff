package net.minitrail.controller.config.rules;

import net.minitrail.controller.config.Commit;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import tools.jackson.databind.JsonNode;

/** A virtual-network: its number comes from the server, and its own route targets keep out of the automatic range. */
public final class NetworkRule implements ConfigRule {
    private static final String NUMBER = "virtual_network_network_id";

    private final NumberPool numbers = new NumberPool(1, 65_535);

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (!draft.is("virtual-network")) {
            return;
        }
        JsonNode before = draft.before(NUMBER);
        if (before.isMissingNode() ? !draft.property(NUMBER).isMissingNode() : !before.equals(draft.property(NUMBER))) {
            throw new Rejected(403, NUMBER + ": is chosen by the server");
        }
        for (String list : new String[] {"route_target_list", "import_route_target_list", "export_route_target_list"}) {
            int i = 0;
            for (JsonNode target : draft.property(list).path("route_target").values()) {
                refuseAutomatic(list + ".route_target[" + i++ + "]", target.stringValue(), configuration);
            }
        }
        FatFlowRules.check(draft, "virtual_network_fat_flow_protocols");
        refuseSharedVni(draft, configuration);
        if (before.isMissingNode()) {
            draft.properties()
                    .put(
                            NUMBER,
                            numbers.next()
                                    .orElseThrow(() -> Rejected.conflict("no free network id of 1 to 65535 is left")));
        }
    }

    @Override
    public void applied(Commit.Change change) {
        JsonNode number = change.object().property(NUMBER);
        if (change.object().is("virtual-network") && number.isIntegralNumber()) {
            if (change.kind() == Commit.Kind.DELETED) {
                numbers.release(number.longValue());
            } else {
                numbers.take(number.longValue());
            }
        }
    }

    private static void refuseAutomatic(String field, String target, ConfigGraph configuration) {
        long as = GlobalSettings.autonomousSystem(configuration);
        AutomaticTargets range = AutomaticTargets.of(as);
        if (range.contains(target)) {
            throw Rejected.invalid(
                    field,
                    "found \"" + target + "\" (with the global AS " + as + " the numbers " + range.first() + " to "
                            + range.last() + " belong to the server)");
        }
    }

    private static void refuseSharedVni(Draft draft, ConfigGraph configuration) {
        JsonNode vni = draft.property("virtual_network_properties").path("vxlan_network_identifier");
        if (vni.isMissingNode() || vni.isNull()) {
            return;
        }
        for (ConfigObject other : configuration.all("virtual-network")) {
            boolean same = other.property("virtual_network_properties")
                    .path("vxlan_network_identifier")
                    .equals(vni);
            if (same && !other.uuid().equals(draft.uuid())) {
                throw Rejected.invalid(
                        "virtual_network_properties.vxlan_network_identifier", vni + " already belongs to " + other);
            }
        }
    }
}
