package net.minitrail.controller.config.rules;

import java.util.Optional;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;

/** What the singleton global-system-config says. */
public final class GlobalSettings {
    public static final String NAME = "default-global-system-config";
    public static final long DEFAULT_AS = 64_512;

    private GlobalSettings() {}

    /** The AS of this system: 64512 unless it was set. */
    public static long autonomousSystem(ConfigGraph configuration) {
        return object(configuration)
                .map(global -> global.property("autonomous_system").longValue(DEFAULT_AS))
                .orElse(DEFAULT_AS);
    }

    public static Optional<ConfigObject> object(ConfigGraph configuration) {
        return configuration.find("global-system-config", NAME);
    }
}
