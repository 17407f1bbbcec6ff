package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.flow.FatFlows;
import net.minitrail.vrouter.flow.HashFields;
import net.minitrail.vrouter.forwarding.Family;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.forwarding.VifFlag;
import net.minitrail.vrouter.oper.Whereabouts.Place;
import org.jspecify.annotations.Nullable;

/**
 * An active port: its interface, its next hops and its labels. Next hops come in pairs, without and with policy, for
 * bridging and for routing; labels in the same order, so that the first guest of a node is reached by 17. Confined to the
 * routing loop.
 */
public final class OperInterface {
    private static final int NEXT_HOPS = 4;
    private static final int NEXT_HOPS_OF_A_PAIR = 2;
    private static final IpPrefix LINK_LOCAL = IpPrefix.parse("169.254.0.0/16");
    private static final IpPrefix LINK_LOCAL_6 = IpPrefix.parse("fe80::/10");

    private final VRouter vrouter;
    private InterfaceConfig config;
    private final OperVrf vrf;
    private final Vif vif;
    private final List<Integer> held = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final Map<MacAddress, Foreign> foreign = new LinkedHashMap<>();
    private final int plainBridge;
    private final int policedBridge;
    private final int plainRoute;
    private final int policedRoute;
    private final int bridgeLabel;
    private final int routeLabel;
    private ImmutableList<Claim> claims = ImmutableList.of();

    OperInterface(VRouter vrouter, InterfaceConfig config, OperVrf vrf) {
        this.vrouter = vrouter;
        this.config = config;
        this.vrf = vrf;
        EnumSet<VifFlag> flags = EnumSet.of(VifFlag.ETREE_ROOT);
        Forwarding forwarding = vrf.network().forwarding();
        if (forwarding.routes()) {
            flags.add(VifFlag.LAYER_3);
        }
        if (forwarding.bridges()) {
            flags.add(VifFlag.LAYER_2);
        }
        vif = vrouter.vifs().addGuest(config.port().systemName(), vrf.index(), flags);
        vif.countReference(NEXT_HOPS);
        showAddress();
        showNetwork();
        MacAddress mac = config.mac();
        plainBridge = hold(Family.BRIDGE, mac, false);
        policedBridge = hold(Family.BRIDGE, mac, true);
        plainRoute = hold(Family.INET, mac, false);
        policedRoute = hold(Family.INET, mac, true);
        vif.setFlag(VifFlag.POLICY, policed());
        vif.setFlowNextHop(policedRoute);
        bridgeLabel = label(bridgeNextHop());
        routeLabel = label(routeNextHop());
    }

    /** Whether the interface is in flow mode. A network without routing has no flows. */
    private boolean policed() {
        return config.policy() && vrf.network().forwarding().routes();
    }

    private int routeNextHop() {
        return policed() ? policedRoute : plainRoute;
    }

    /** Undoes all that this interface put into the vRouter's tables; its paths are gone before. */
    void release() {
        retainForeign(Set.of());
        labels.forEach(vrouter.labels()::free);
        held.forEach(vrouter.nextHops()::release);
        vrouter.vifs().remove(vif);
    }

    /**
     * What an address is reached by: the interface's own next hop and label, or those of an address pair's MAC.
     *
     * @param plain the next hop without policy
     */
    record Reach(int nextHop, int plain, int label) {}

    /** The next hops and the label of a MAC that is not the guest's. */
    private record Foreign(int plain, int policed, int label) {}

    /** The way to an address with this MAC. A MAC that is not the guest's gets next hops, as the guest has them, and a label. */
    Reach reach(@Nullable MacAddress mac) {
        if (mac == null || mac.equals(config.mac())) {
            return new Reach(routeNextHop(), plainRoute, routeLabel);
        }
        Foreign way = foreign.computeIfAbsent(mac, this::addForeign);
        return new Reach(nextHop(way), way.plain, way.label);
    }

    private int nextHop(Foreign way) {
        return policed() ? way.policed : way.plain;
    }

    /** Lets go of what was made for MACs of address pairs that are not in use any more. */
    void retainForeign(Set<MacAddress> inUse) {
        for (MacAddress mac : List.copyOf(foreign.keySet())) {
            Foreign way = foreign.get(mac);
            if (way != null && !inUse.contains(mac)) {
                foreign.remove(mac);
                vrouter.labels().free(way.label);
                vrouter.nextHops().release(way.plain);
                vrouter.nextHops().release(way.policed);
                vif.countReference(-NEXT_HOPS_OF_A_PAIR);
            }
        }
    }

    private Foreign addForeign(MacAddress mac) {
        int plain = vrouter.nextHops().hold(foreignNextHop(mac, false));
        int policed = vrouter.nextHops().hold(foreignNextHop(mac, true));
        vif.countReference(NEXT_HOPS_OF_A_PAIR);
        return new Foreign(plain, policed, vrouter.labels().allocate(policed() ? policed : plain));
    }

    private Encap foreignNextHop(MacAddress mac, boolean policy) {
        return new Encap(Family.INET, vrf.index(), vif.index(), mac, Vif.VROUTER_MAC, policy);
    }

    /** Goes over to next hops with or without policy; labels stay. The claims' routes follow. */
    private void switchMode() {
        vif.setFlag(VifFlag.POLICY, policed());
        vrouter.labels().point(bridgeLabel, bridgeNextHop());
        vrouter.labels().point(routeLabel, routeNextHop());
        foreign.values().forEach(way -> vrouter.labels().point(way.label, nextHop(way)));
    }

    private int hold(Family family, MacAddress mac, boolean policy) {
        int id = vrouter.nextHops().hold(new Encap(family, vrf.index(), vif.index(), mac, Vif.VROUTER_MAC, policy));
        held.add(id);
        return id;
    }

    private int label(int nextHop) {
        int label = vrouter.labels().allocate(nextHop);
        labels.add(label);
        return label;
    }

    InterfaceConfig config() {
        return config;
    }

    void setConfig(InterfaceConfig newConfig) {
        boolean before = policed();
        config = newConfig;
        vrouter.nextHops().touch();
        showAddress();
        showNetwork();
        if (policed() != before) {
            switchMode();
        }
    }

    /** Sets on the interface what it has of its network: what becomes of frames to unknown MACs, and fat flows' exceptions. */
    void showNetwork() {
        var own = new ArrayList<IpPrefix>();
        for (Subnet subnet : vrf.subnets()) {
            for (IpAddress address : new IpAddress[] {subnet.gateway(), subnet.service()}) {
                if (address != null) {
                    own.add(IpPrefix.host(address));
                }
            }
        }
        own.add(LINK_LOCAL);
        own.add(LINK_LOCAL_6);
        vif.setFatFlows(FatFlows.of(config.fatFlows(), own));
        vif.setFlag(VifFlag.DHCP, vrf.subnets().stream().noneMatch(subnet -> !subnet.dhcp() && has(subnet)));
        vif.setFlag(VifFlag.UNKNOWN_UNICAST_FLOOD, vrf.network().floodUnknown());
    }

    private boolean has(Subnet subnet) {
        return subnet.prefix().contains(primaryAddress());
    }

    private void showAddress() {
        Ipv4Address v4 = Ipv4Address.ANY;
        Ipv6Address v6 = null;
        for (InterfaceConfig.Address address : config.addresses()) {
            IpAddress ip = address.prefix().address();
            if (ip instanceof Ipv4Address first && v4.value() == 0) {
                v4 = first;
            } else if (ip instanceof Ipv6Address first && v6 == null) {
                v6 = first;
            }
        }
        vif.setAddress(v4);
        vif.setAddress6(v6);
    }

    /** Where its guest is. */
    public Place place() {
        return new Place(vrf.networkName(), config.groups().groups(), false);
    }

    /** What chooses among it and others that have the same address: by its own configuration, else its network's. */
    HashFields hashFields() {
        HashFields own = config.hashFields();
        return own == null ? vrf.network().hashFields() : own;
    }

    public GroupRules groups() {
        return config.groups();
    }

    void setClaims(ImmutableList<Claim> newClaims) {
        claims = newClaims;
    }

    ImmutableList<Claim> claims() {
        return claims;
    }

    public Port port() {
        return config.port();
    }

    public OperVrf vrf() {
        return vrf;
    }

    public Vif vif() {
        return vif;
    }

    /** The guest's first address. */
    public IpAddress primaryAddress() {
        return config.primary();
    }

    public MacAddress mac() {
        return config.mac();
    }

    int bridgeNextHop() {
        return policed() ? policedBridge : plainBridge;
    }

    /** Label that bridged frames for this interface arrive with. */
    public int bridgeLabel() {
        return bridgeLabel;
    }

    /** Label that routed packets for this interface arrive with. */
    public int routeLabel() {
        return routeLabel;
    }

    /** The addresses that it has, or may have by an address pair. */
    public List<IpPrefix> claimedAddresses() {
        return claims.stream().map(Claim::prefix).distinct().toList();
    }

    /** How often an address has moved as far as this interface knows, 0 if it never had it. */
    public long sequence(IpPrefix address) {
        return claims.stream()
                .filter(claim -> claim.prefix().equals(address))
                .mapToLong(claim -> claim.preference().sequence())
                .max()
                .orElse(0);
    }

    /** Whether each address' owner has been seen, or need not be. */
    public boolean settled() {
        return claims.stream()
                .filter(claim -> claim.prefix().equals(claims.get(0).prefix()))
                .noneMatch(claim -> claim.preference().waiting());
    }
}
