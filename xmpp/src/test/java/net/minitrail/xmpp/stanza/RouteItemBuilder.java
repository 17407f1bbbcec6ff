package net.minitrail.xmpp.stanza;

import java.util.List;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;

/** The route of the three-node lab's VM; a test names only what it is about. */
public final class RouteItemBuilder {
    public static final String INSTANCE = "default-domain:default-project:test_vn:test_vn";

    private String prefix = "192.168.1.3/32";
    private String nextHop = "192.168.100.3";
    private int label = 17;
    private List<TunnelEncapsulation> encapsulations = List.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP);

    private RouteItemBuilder() {}

    public static RouteItemBuilder vmRoute() {
        return new RouteItemBuilder();
    }

    public RouteItemBuilder prefix(String text) {
        prefix = text;
        return this;
    }

    public RouteItemBuilder nextHop(String text) {
        nextHop = text;
        return this;
    }

    public RouteItemBuilder label(int value) {
        label = value;
        return this;
    }

    public RouteItemBuilder encapsulations(TunnelEncapsulation... values) {
        encapsulations = List.of(values);
        return this;
    }

    public RouteItem build() {
        var nextHops = List.of(RouteNextHop.of(
                IpAddress.parse(nextHop), label, encapsulations, "default-domain:default-project:test_vn"));
        var attributes = RouteAttributes.builder()
                .virtualNetwork("default-domain:default-project:test_vn")
                .mobility(1, false)
                .securityGroups(List.of(8_000_001L))
                .localPreference(200)
                .subProtocol("interface")
                .build();
        return RouteItem.of(new RouteKey.Unicast(IpPrefix.parse(prefix)), nextHops, attributes);
    }
}
