package net.minitrail.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import net.minitrail.controller.config.ConfigService;
import net.minitrail.controller.config.ConfigStore;
import net.minitrail.controller.config.JournalStore;
import net.minitrail.controller.config.ipam.AddressRule;
import net.minitrail.controller.config.ipam.SubnetRule;
import net.minitrail.controller.config.rules.BgpRouterRule;
import net.minitrail.controller.config.rules.BuiltInRule;
import net.minitrail.controller.config.rules.HashFieldsRule;
import net.minitrail.controller.config.rules.NetworkRule;
import net.minitrail.controller.config.rules.PolicyRule;
import net.minitrail.controller.config.rules.PortRule;
import net.minitrail.controller.config.rules.RouteTargetRule;
import net.minitrail.controller.config.rules.SecurityGroupRule;
import net.minitrail.controller.config.schema.SchemaTransformer;
import net.minitrail.net.runtime.ThreadRoutingLoop;

/** The configuration with its loop, rules and store, as a node runs it. Thread-safe. */
public final class Configuration implements AutoCloseable {
    private final ThreadRoutingLoop loop = new ThreadRoutingLoop("config").start();
    private final ConfigStore store;
    private final ConfigService service;

    Configuration(ControllerConfig config) {
        store = config.store() == null ? ConfigStore.NONE : JournalStore.open(config.store());
        var addresses = new AddressRule();
        service = new ConfigService(
                loop,
                List.of(
                        new BuiltInRule(),
                        new NetworkRule(),
                        new SubnetRule(addresses),
                        new PortRule(),
                        new HashFieldsRule(),
                        addresses,
                        new RouteTargetRule(),
                        new BgpRouterRule(),
                        new PolicyRule(),
                        new SecurityGroupRule()),
                new SchemaTransformer(),
                store);
    }

    ConfigService service() {
        return service;
    }

    ThreadRoutingLoop loop() {
        return loop;
    }

    @Override
    public void close() {
        loop.close();
        if (store instanceof JournalStore journal) {
            try {
                journal.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
