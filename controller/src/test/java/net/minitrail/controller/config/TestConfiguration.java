package net.minitrail.controller.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
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
import net.minitrail.controller.config.schema.DefaultObjects;
import net.minitrail.controller.config.schema.SchemaTransformer;
import net.minitrail.net.runtime.VirtualTimeLoop;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** The whole configuration without threads: a test talks to it as if it were the config loop. */
public final class TestConfiguration {
    private static final JsonMapper JSON5 = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .build();

    private final ConfigService service;

    public TestConfiguration() {
        this(ConfigStore.NONE);
    }

    public TestConfiguration(ConfigStore store) {
        var addresses = new AddressRule();
        service = new ConfigService(
                new VirtualTimeLoop(),
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
        service.load();
        service.provision(editor -> DefaultObjects.ensure(editor, 65_500));
    }

    public ConfigService service() {
        return service;
    }

    public ConfigGraph graph() {
        return service.graph();
    }

    /** Creates an object from JSON with single quotes. */
    public ConfigObject create(String type, String json) {
        return service.create(ObjectTypes.known().named(type), JSON5.readTree(json));
    }

    public ConfigObject update(ConfigObject object, String json) {
        return service.update(object.type(), object.uuid(), JSON5.readTree(json));
    }

    public void delete(ConfigObject object) {
        service.delete(object.type(), object.uuid());
    }

    /** A network of the default project with one subnet, allocated from its start. */
    public ConfigObject network(String name, String prefix) {
        int slash = prefix.indexOf('/');
        return create("virtual-network", """
                {fq_name: ['default-domain', 'default-project', '%s'],
                 network_ipam_refs: [{to: ['default-domain', 'default-project', 'default-network-ipam'],
                   attr: {ipam_subnets: [{subnet: {ip_prefix: '%s', ip_prefix_len: %s}, addr_from_start: true}]}}]}
                """.formatted(name, prefix.substring(0, slash), prefix.substring(slash + 1)));
    }

    public ConfigObject port(String name, ConfigObject network) {
        return create(
                "virtual-machine-interface",
                "{fq_name: ['default-domain', 'default-project', '%s'], virtual_network_refs: [{uuid: '%s'}]}"
                        .formatted(name, network.uuid()));
    }

    public ConfigObject address(String name, ConfigObject network, String more) {
        return create(
                "instance-ip",
                "{fq_name: ['%s'], virtual_network_refs: [{uuid: '%s'}] %s}".formatted(name, network.uuid(), more));
    }

    public ConfigObject find(String type, String name) {
        return graph().find(type, name.split(":", -1)).orElseThrow(() -> new AssertionError("no " + type + " " + name));
    }

    /** The refusal of {@code request}. */
    public static Rejected refusal(Runnable request) {
        return assertThrows(Rejected.class, request::run);
    }
}
