package net.minitrail.controller.config.rules;

import java.util.Set;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;

/** What every system has cannot be deleted, and there is one global-system-config. */
public final class BuiltInRule implements ConfigRule {
    private static final Set<String> BUILT_IN = Set.of(
            "domain default-domain",
            "project default-domain:default-project",
            "network-ipam default-domain:default-project:default-network-ipam",
            "security-group default-domain:default-project:default",
            "virtual-network default-domain:default-project:ip-fabric",
            "routing-instance default-domain:default-project:ip-fabric:__default__",
            "global-system-config " + GlobalSettings.NAME,
            "global-vrouter-config " + GlobalSettings.NAME + ":default-global-vrouter-config");

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (draft.is("global-system-config") && !draft.name().equals(GlobalSettings.NAME)) {
            throw Rejected.invalid("fq_name", "the only global-system-config is " + GlobalSettings.NAME);
        }
    }

    @Override
    public void checkDelete(ConfigObject object) {
        if (BUILT_IN.contains(object.toString())) {
            throw Rejected.conflict(object + " is built in");
        }
    }
}
