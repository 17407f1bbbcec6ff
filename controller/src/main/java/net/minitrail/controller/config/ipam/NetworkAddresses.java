package net.minitrail.controller.config.ipam;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.net.IpAddress;

/** Which addresses of one network are taken, and by whom. Confined to the config loop. */
final class NetworkAddresses {
    private final List<Subnet> subnets;
    private final List<FreeRanges> free = new ArrayList<>();
    private final TreeMap<IpAddress, ConfigObject> owners = new TreeMap<>();

    NetworkAddresses(List<Subnet> subnets) {
        this.subnets = List.copyOf(subnets);
        subnets.forEach(subnet -> free.add(subnet.free()));
    }

    List<Subnet> subnets() {
        return subnets;
    }

    Map<IpAddress, ConfigObject> owners() {
        return owners;
    }

    Optional<Subnet> subnetOf(IpAddress address) {
        return subnets.stream()
                .filter(subnet -> subnet.prefix().contains(address))
                .findFirst();
    }

    /** The next free address of {@code subnet}, from its side; empty if it is exhausted. Takes nothing yet. */
    Optional<IpAddress> next(Subnet subnet) {
        FreeRanges ranges = free.get(subnets.indexOf(subnet));
        Optional<BigInteger> number = subnet.fromStart() ? ranges.lowest() : ranges.highest();
        return number.map(subnet::address);
    }

    void take(IpAddress address, ConfigObject owner) {
        owners.put(address, owner);
        subnetOf(address).ifPresent(subnet -> free.get(subnets.indexOf(subnet)).remove(Subnet.number(address)));
    }

    /** Gives an address back, unless it belongs to somebody else. */
    void release(IpAddress address, ConfigObject owner) {
        if (!owners.remove(address, owner)) {
            return;
        }
        subnetOf(address).ifPresent(subnet -> {
            BigInteger number = Subnet.number(address);
            boolean pooled = subnet.pools().stream()
                    .anyMatch(pool ->
                            pool.first().compareTo(number) <= 0 && pool.last().compareTo(number) >= 0);
            if (pooled && !address.equals(subnet.gateway()) && !address.equals(subnet.service())) {
                free.get(subnets.indexOf(subnet)).add(number, number);
            }
        });
    }
}
