package net.minitrail.lab.topology;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.RouteTarget;
import tools.jackson.databind.JsonNode;

/** The rules of {@code networks} and {@code guests} that the schema cannot say. */
final class GuestChecks {
    private static final int SMALLEST_SUBNET = 29;

    private final Findings findings;
    private final ListMultimap<String, IpPrefix> subnets = ArrayListMultimap.create();
    private final Map<String, String> addresses = new HashMap<>();
    private final Set<String> shared = new HashSet<>();
    private final Map<UUID, String> ids = new HashMap<>();

    GuestChecks(Findings findings) {
        this.findings = findings;
    }

    void run() {
        findings.entries("/networks", this::network);
        findings.entries("/guests", this::guest);
    }

    private void network(String name, String at) {
        long colons = name.chars().filter(c -> c == ':').count();
        if (colons != 0 && colons != 2) {
            findings.addAtKey(ErrorCode.BAD_FORM, at, "'" + name + "' (expected: NAME or DOMAIN:PROJECT:NAME)", "");
        }
        subnet(name, at + "/subnet");
        findings.elements(at + "/subnets", one -> subnet(name, one));
        if (findings.root().at(at + "/subnet").isMissingNode()
                && findings.root().at(at + "/subnets").isEmpty()) {
            findings.addAtKey(ErrorCode.BAD_FORM, at, "'" + name + "' has no subnet", "subnet: 10.0.0.0/24");
        }
        findings.parse(at + "/gateway", ErrorCode.BAD_ADDRESS, IpAddress::parse)
                .ifPresent(gateway -> subnets.get(name).stream()
                        .limit(1)
                        .forEach(first -> inside(List.of(first), gateway, at + "/gateway")));
        for (String key : new String[] {"route-targets", "import-route-targets", "export-route-targets"}) {
            findings.elements(
                    at + "/" + key, one -> findings.parse(one, ErrorCode.BAD_ROUTE_TARGET, RouteTarget::parse));
        }
    }

    private void subnet(String network, String at) {
        findings.parse(at, ErrorCode.BAD_ADDRESS, IpPrefix::parse).ifPresent(prefix -> {
            subnets.put(network, prefix);
            if (prefix instanceof Ipv4Prefix && prefix.length() > SMALLEST_SUBNET) {
                findings.add(
                        ErrorCode.BAD_ADDRESS,
                        at,
                        prefix + " has no room for a gateway, a DNS service and guests",
                        "a /" + SMALLEST_SUBNET + " is the smallest");
            }
        });
    }

    private void guest(String name, String at) {
        if (findings.keys("/nodes").contains(name)) {
            findings.addAtKey(ErrorCode.BAD_FORM, at, "'" + name + "' is the name of a node already", "");
        }
        if (findings.refersTo("node", at + "/node", findings.keys("/nodes"))) {
            String node = findings.root().at(at + "/node").asString();
            Collection<String> agents = NodeChecks.ofKind(findings.root(), NodeKind.VROUTER_AGENT);
            if (!agents.contains(node)) {
                findings.add(
                        ErrorCode.WRONG_KIND,
                        at + "/node",
                        "'" + node + "' is a "
                                + findings.root().at("/nodes/" + node + "/kind").asString("node"),
                        agents.isEmpty() ? "" : "guests live on a vrouter-agent: " + String.join(", ", agents));
            }
        }
        findings.elements(at + "/ports", port -> port(name, port));
    }

    private void port(String guest, String at) {
        boolean known = findings.refersTo("network", at + "/network", findings.keys("/networks"));
        findings.parse(at + "/id", ErrorCode.BAD_ADDRESS, GuestChecks::uuid).ifPresent(id -> {
            String other = ids.putIfAbsent(id, guest);
            if (other != null) {
                findings.add(
                        ErrorCode.ID_TWICE, at + "/id", id + " is the id of a port of '" + other + "' already", "");
            }
        });
        findings.parse(at + "/mac", ErrorCode.BAD_ADDRESS, MacAddress::parse);
        addressPairs(findings, at + "/allowed-address-pairs");
        String network = findings.root().at(at + "/network").asString("");
        boolean shares = sharesIps(findings.root().at(at));
        findings.parse(at + "/ip", ErrorCode.BAD_ADDRESS, IpAddress::parse)
                .ifPresent(ip -> address(guest, known ? network : "", ip, shares, at + "/ip"));
        findings.parse(at + "/ip6", ErrorCode.BAD_ADDRESS, Ipv6Address::parse)
                .ifPresent(ip -> address(guest, known ? network : "", ip, shares, at + "/ip6"));
        if (shares && findings.keys(at).stream().noneMatch(key -> key.equals("ip") || key.equals("ip6"))) {
            findings.addAtKey(ErrorCode.BAD_FORM, at + "/ip-mode", "'ip-mode' of which address?", "ip: 10.0.0.9");
        }
    }

    /** The rules of a list of allowed address pairs, wherever it stands. */
    static void addressPairs(Findings findings, String at) {
        findings.elements(at, pair -> {
            findings.parse(pair + "/ip", ErrorCode.BAD_ADDRESS, LabGuest.AddressPair::parse);
            findings.parse(pair + "/mac", ErrorCode.BAD_ADDRESS, MacAddress::parse);
        });
    }

    /** Whether others may have a port's addresses too. */
    static boolean sharesIps(JsonNode port) {
        return port.path("ip-mode").asString("").equals("active-active");
    }

    private void address(String guest, String network, IpAddress ip, boolean shares, String at) {
        if (subnets.get(network).isEmpty() || !inside(subnets.get(network), ip, at)) {
            return;
        }
        String key = network + " " + ip;
        String other = addresses.putIfAbsent(key, guest);
        if (other == null && shares) {
            shared.add(key);
        } else if (other != null && !(shares && shared.contains(key))) {
            findings.add(
                    ErrorCode.ADDRESS_TWICE,
                    at,
                    ip + " is the address of '" + other + "' in this network already",
                    shares != shared.contains(key) ? "ports that share one have 'ip-mode: active-active' all" : "");
        }
        IpPrefix subnet = subnets.get(network).stream()
                .filter(prefix -> prefix.contains(ip))
                .findFirst()
                .orElseThrow();
        if (subnet instanceof Ipv4Prefix v4 && ip instanceof Ipv4Address address) {
            int host = address.value() - v4.network();
            boolean own = host == 0 || address.equals(v4.broadcast());
            boolean gateway = findings.root()
                            .at("/networks/" + YamlTree.escape(network) + "/gateway")
                            .isString()
                    ? findings.root()
                            .at("/networks/" + YamlTree.escape(network) + "/gateway")
                            .asString()
                            .equals(ip.toString())
                    : host == 1;
            if (own || gateway || host == 2) {
                findings.add(
                        ErrorCode.RESERVED_ADDRESS,
                        at,
                        ip + " is the " + (own ? "network's own" : gateway ? "gateway's" : "DNS service's")
                                + " address",
                        "");
            }
        }
    }

    private boolean inside(List<IpPrefix> subnets, IpAddress ip, String at) {
        if (subnets.stream().noneMatch(subnet -> subnet.contains(ip))) {
            String expected = subnets.stream().map(IpPrefix::toString).collect(Collectors.joining(" or "));
            findings.add(ErrorCode.OUTSIDE_SUBNET, at, ip + " is not in " + expected, "");
            return false;
        }
        return true;
    }

    private static UUID uuid(String text) {
        if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a UUID such as 61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f");
        }
        return UUID.fromString(text);
    }
}
