package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.minitrail.gateway.junos.CommitError;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.routing.GatewayConfig.DynamicTunnel;
import net.minitrail.gateway.routing.GatewayConfig.InterfaceAddress;
import net.minitrail.gateway.routing.GatewayConfig.LogicalInterface;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;

/** Turns a tree of statements into a {@link GatewayConfig}, or into all the reasons why it is none. */
public final class ConfigReader {
    private final List<CommitError> errors = new ArrayList<>();
    private final ConfigNode root;
    private final Ipv4Address address;
    private final String name;

    private ConfigReader(ConfigNode root, String name, Ipv4Address address) {
        this.root = root;
        this.name = name;
        this.address = address;
    }

    /** What came of reading: the configuration means something only if there are no errors. */
    public record Result(GatewayConfig config, List<CommitError> errors) {}

    /**
     * Reads a configuration.
     *
     * @param name the host name where none is configured
     * @param address the router id where none is configured
     */
    public static Result read(ConfigNode root, String name, Ipv4Address address) {
        var reader = new ConfigReader(root, name, address);
        return new Result(reader.config(), List.copyOf(reader.errors));
    }

    /** Reads an AS number in plain or dotted notation, which the grammar has checked. */
    static long as(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? Long.parseLong(text)
                : Long.parseLong(text.substring(0, dot)) << 16 | Long.parseLong(text.substring(dot + 1));
    }

    private GatewayConfig config() {
        ConfigNode options = root.one("routing-options").orElseGet(ConfigNode::empty);
        Optional<Long> as = options.valueOf("autonomous-system").map(ConfigReader::as);
        var policies = new PolicyReader(root, errors);
        ImmutableMap<String, LogicalInterface> interfaces = interfaces();
        return new GatewayConfig(
                root.one("system")
                        .flatMap(system -> system.valueOf("host-name"))
                        .orElse(name),
                as.orElse(0L),
                options.valueOf("router-id").map(Ipv4Address::parse).orElse(address),
                interfaces,
                VrfReader.staticRoutes(options),
                tunnels(options),
                new BgpReader(policies, as, errors).read(root),
                new VrfReader(policies, interfaces, errors).read(root));
    }

    private ImmutableMap<String, LogicalInterface> interfaces() {
        var interfaces = ImmutableMap.<String, LogicalInterface>builder();
        Map<IpAddress, String> used = new LinkedHashMap<>();
        root.one("interfaces").stream()
                .flatMap(node -> node.all(""))
                .forEach(device -> device.all("unit")
                        .filter(unit -> !unit.has("disable") && !device.has("disable"))
                        .forEach(unit -> {
                            String logical = device.value() + "." + unit.value();
                            interfaces.put(
                                    logical,
                                    new LogicalInterface(logical, addresses(unit, device.value(), logical, used)));
                        }));
        return interfaces.buildOrThrow();
    }

    private ImmutableList<InterfaceAddress> addresses(
            ConfigNode unit, String device, String logical, Map<IpAddress, String> used) {
        var addresses = ImmutableList.<InterfaceAddress>builder();
        unit.all("family")
                .forEach(family -> family.all("address").forEach(node -> {
                    String text = node.value();
                    int slash = text.indexOf('/');
                    IpAddress parsed = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
                    int length = slash < 0 ? parsed.bits() : Integer.parseInt(text.substring(slash + 1));
                    String place = "interfaces " + device + " " + unit.title() + " " + family.title();
                    if (parsed.isV4() != family.value().equals("inet")) {
                        errors.add(
                                new CommitError(place, node.title(), "address does not belong to " + family.title()));
                    }
                    if (device.equals("lo0") && length != parsed.bits()) {
                        errors.add(new CommitError(
                                place, node.title(), "Loopback addresses must be host addresses (/32 or /128)"));
                    }
                    used.put(parsed, logical);
                    addresses.add(new InterfaceAddress(parsed, length));
                }));
        return addresses.build();
    }

    private ImmutableList<DynamicTunnel> tunnels(ConfigNode options) {
        return options.one("dynamic-tunnels").stream()
                .flatMap(node -> node.all(""))
                .map(this::tunnel)
                .collect(ImmutableList.toImmutableList());
    }

    private DynamicTunnel tunnel(ConfigNode node) {
        for (String mandatory : List.of("source-address", "destination-networks")) {
            if (!node.has(mandatory)) {
                errors.add(new CommitError(
                        "routing-options dynamic-tunnels",
                        node.value(),
                        "missing mandatory statement: '" + mandatory + "'"));
            }
        }
        if (!node.has("gre") && !node.has("udp")) {
            errors.add(new CommitError(
                    "routing-options dynamic-tunnels", node.value(), "missing mandatory statement: 'gre' or 'udp'"));
        }
        return new DynamicTunnel(
                node.value(),
                node.valueOf("source-address").map(Ipv4Address::parse).orElse(address),
                node.has("udp"),
                node.one("destination-networks").stream()
                        .flatMap(list -> list.all(""))
                        .filter(entry -> entry.value().indexOf(':') < 0)
                        .map(entry -> Ipv4Prefix.parse(entry.value()))
                        .collect(ImmutableList.toImmutableList()));
    }
}
