package net.minitrail.controller.config.ipam;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.UUID;
import net.minitrail.controller.config.Rejected;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One subnet of a network, checked.
 *
 * @param gateway the VMs' default gateway; an explicit one may lie outside the pools
 * @param service the address of DNS proxy, DHCP server and probes, the second of the subnet from its side
 * @param pools what VMs get addresses from; never empty
 * @param fromStart whether allocation goes upward from the first address, else downward from the last
 */
record Subnet(
        UUID uuid,
        IpPrefix prefix,
        IpAddress gateway,
        IpAddress service,
        ImmutableList<Range> pools,
        boolean fromStart) {

    /** Addresses as numbers, both included. */
    record Range(BigInteger first, BigInteger last) {}

    /** Reads the shape-checked JSON of {@code ipam_subnets[i]} and completes it with what the server chooses. */
    static Subnet complete(String field, ObjectNode json) {
        IpPrefix prefix = prefix(field + ".subnet", json.path("subnet"));
        boolean fromStart = json.path("addr_from_start").asBoolean(false);
        BigInteger first = number(prefix.address());
        BigInteger last = first.add(BigInteger.ONE.shiftLeft(prefix.address().bits() - prefix.length()))
                .subtract(BigInteger.ONE);
        Range hosts = new Range(first.add(BigInteger.ONE), last.subtract(BigInteger.ONE));
        int towardInside = fromStart ? 1 : -1;
        BigInteger edge = fromStart ? first : last;
        IpAddress gateway = address(field, json, "default_gateway", prefix, edge.add(BigInteger.valueOf(towardInside)));
        BigInteger second = edge.add(BigInteger.valueOf(2L * towardInside));
        if (second.equals(number(gateway))) {
            second = edge.add(BigInteger.valueOf(towardInside));
        }
        IpAddress service = address(field, json, "dns_server_address", prefix, second);
        UUID uuid = json.hasNonNull("subnet_uuid")
                ? UUID.fromString(json.path("subnet_uuid").stringValue())
                : UUID.randomUUID();
        json.put("subnet_uuid", uuid.toString());
        if (!json.hasNonNull("enable_dhcp")) {
            json.put("enable_dhcp", true);
        }
        return new Subnet(uuid, prefix, gateway, service, pools(field, json, prefix, hosts), fromStart);
    }

    /** What is free while no VM has an address. */
    FreeRanges free() {
        var free = new FreeRanges();
        pools.forEach(pool -> free.add(pool.first(), pool.last()));
        free.remove(number(gateway));
        free.remove(number(service));
        return free;
    }

    static BigInteger number(IpAddress address) {
        return new BigInteger(1, address.octets());
    }

    /** The address of the subnet's family that is this number. */
    IpAddress address(BigInteger number) {
        return address(number, prefix);
    }

    private static IpPrefix prefix(String field, JsonNode json) {
        if (!json.hasNonNull("ip_prefix") || !json.hasNonNull("ip_prefix_len")) {
            throw Rejected.invalid(field, "ip_prefix and ip_prefix_len are required");
        }
        String text = json.path("ip_prefix").stringValue() + "/"
                + json.path("ip_prefix_len").intValue();
        IpPrefix prefix;
        try {
            prefix = IpPrefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw Rejected.invalid(field, e.getMessage() + " (expected a network address and its length)");
        }
        int longest = prefix.address().bits() - 2;
        if (prefix.length() > longest) {
            throw Rejected.invalid(
                    field,
                    prefix + " is too small for a gateway and a service address (expected at most /" + longest + ")");
        }
        if (prefix.length() == 0) {
            throw Rejected.invalid(field, prefix + " is not a subnet");
        }
        return prefix;
    }

    private static IpAddress address(String field, ObjectNode json, String key, IpPrefix prefix, BigInteger chosen) {
        if (!json.hasNonNull(key)) {
            IpAddress address = address(chosen, prefix);
            json.put(key, address.toString());
            return address;
        }
        IpAddress given = IpAddress.parse(json.path(key).stringValue());
        if (!prefix.contains(given)) {
            throw Rejected.invalid(field + "." + key, given + " is not in " + prefix);
        }
        return given;
    }

    private static ImmutableList<Range> pools(String field, ObjectNode json, IpPrefix prefix, Range hosts) {
        var pools = ImmutableList.<Range>builder();
        int i = 0;
        for (JsonNode pool : json.path("allocation_pools").values()) {
            String where = field + ".allocation_pools[" + i++ + "]";
            Range range = new Range(end(where, pool, "start", prefix), end(where, pool, "end", prefix));
            if (range.first().compareTo(range.last()) > 0) {
                throw Rejected.invalid(where, "start " + pool.path("start") + " is after end " + pool.path("end"));
            }
            pools.add(new Range(range.first().max(hosts.first()), range.last().min(hosts.last())));
        }
        ImmutableList<Range> given = pools.build();
        return given.isEmpty() ? ImmutableList.of(hosts) : given;
    }

    private static BigInteger end(String field, JsonNode pool, String key, IpPrefix prefix) {
        if (!pool.hasNonNull(key)) {
            throw Rejected.invalid(field, key + " is required");
        }
        IpAddress address = IpAddress.parse(pool.path(key).stringValue());
        if (!prefix.contains(address)) {
            throw Rejected.invalid(field + "." + key, address + " is not in " + prefix);
        }
        return number(address);
    }

    private static IpAddress address(BigInteger number, IpPrefix prefix) {
        byte[] octets = new byte[prefix.address().bits() / Byte.SIZE];
        byte[] value = number.toByteArray();
        int length = Math.min(value.length, octets.length);
        System.arraycopy(value, value.length - length, octets, octets.length - length, length);
        return IpAddress.of(octets);
    }
}
