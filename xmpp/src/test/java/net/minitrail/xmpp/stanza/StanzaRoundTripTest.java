package net.minitrail.xmpp.stanza;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.xmpp.Xml;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;

class StanzaRoundTripTest {
    @Property(tries = 300)
    void what_an_agent_writes_a_control_node_reads(
            @ForAll("routes") RouteItem route, @ForAll("names") String instance, @ForAll boolean withdraw) {
        AgentRequest request = withdraw
                ? new AgentRequest.Withdraw(instance, route.key())
                : new AgentRequest.Announce(instance, route);

        String text = new AgentStanzaWriter("compute-1", Dialect.CONTROLLER_JID).write(request);

        assertEquals(new Reading<>(ImmutableList.of(request), ImmutableList.of()), Xml.fromAgent(text), text);
    }

    @Property(tries = 200)
    void what_a_control_node_writes_an_agent_reads(
            @ForAll("routes") RouteItem route, @ForAll("names") String instance) {
        var added = RenderedBody.routes(instance, List.of(RenderedItem.of(route)));
        var removed = RenderedBody.routes(instance, List.of(RenderedItem.retract(route.key())));

        assertEquals(
                List.of(
                        new ControllerNotice.Routes(
                                route.key().family(), instance, ImmutableList.of(route), ImmutableList.of()),
                        new ControllerNotice.Routes(
                                route.key().family(), instance, ImmutableList.of(), ImmutableList.of(route.key()))),
                Xml.fromController(envelope("message", added) + envelope("message", removed)));
    }

    @Property(tries = 200)
    void configuration_arrives_in_order(@ForAll("changes") List<ConfigChange> changes) {
        String text = envelope("iq", RenderedBody.config(changes));

        assertEquals(List.of(new ControllerNotice.Config(ImmutableList.copyOf(changes))), Xml.fromController(text));
    }

    private static String envelope(String name, RenderedBody body) {
        return "<" + name + ">" + UTF_8.decode(body.octets()) + "</" + name + ">";
    }

    @Provide
    Arbitrary<List<ConfigChange>> changes() {
        Arbitrary<NodeId> ids = Combinators.combine(names(), names()).as(NodeId::new);
        Arbitrary<XmlElement> properties = Combinators.combine(Arbitraries.of("display-name", "id-perms"), names())
                .as(XmlElement::leaf);
        Arbitrary<ConfigObject> links = Combinators.combine(ids, ids, names()).as(ConfigObject.Link::new);
        Arbitrary<ConfigObject> nodes = Combinators.combine(
                        ids, properties.list().ofMaxSize(3))
                .as((id, list) -> new ConfigObject.Node(id, ImmutableList.copyOf(list)));
        Arbitrary<ConfigChange> changes = Arbitraries.oneOf(
                Arbitraries.oneOf(links, nodes).map(ConfigChange::update),
                Arbitraries.oneOf(links, ids.map(id -> new ConfigObject.Node(id, ImmutableList.of())))
                        .map(ConfigChange::delete));
        return changes.list().ofMinSize(1).ofMaxSize(16);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("abz019:-_.<>&\"' é漢\u0200")
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(String::strip)
                .filter(name -> !name.isEmpty());
    }

    @Provide
    Arbitrary<RouteItem> routes() {
        return keys().flatMap(key -> {
            Arbitrary<RouteNextHop> nextHops = Combinators.combine(
                            addresses().filter(address -> !KeyReader.isZero(address)),
                            Arbitraries.integers().between(16, (1 << 20) - 1),
                            Arbitraries.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP)
                                    .list()
                                    .uniqueElements(),
                            names())
                    .as(RouteNextHop::of);
            return Combinators.combine(nextHops, attributes())
                    .as((nextHop, attributes) -> RouteItem.of(key, List.of(nextHop), attributes));
        });
    }

    private Arbitrary<RouteAttributes> attributes() {
        Arbitrary<Long> numbers = Arbitraries.longs().between(0, 0xFFFF_FFFFL);
        return Combinators.combine(
                        names(), numbers, numbers, numbers, numbers.list().ofMaxSize(4), Arbitraries.of(true, false))
                .as((name, sequence, preference, med, groups, sticky) -> RouteAttributes.builder()
                        .virtualNetwork(name)
                        .mobility(sequence, sticky)
                        .localPreference(preference)
                        .med(med)
                        .securityGroups(groups)
                        .communityTags(sticky ? List.of("no-export", "64512:100") : List.of())
                        .loadBalance(
                                sticky ? new LoadBalance(ImmutableList.of("l3-source-address"), "field-hash") : null)
                        .build());
    }

    private static Arbitrary<IpAddress> addresses() {
        Arbitrary<IpAddress> v4 = Arbitraries.integers().map(Ipv4Address::new);
        return Arbitraries.oneOf(
                v4,
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Ipv6Address::new));
    }

    private static Arbitrary<IpPrefix> prefixes() {
        return addresses()
                .flatMap(address -> Arbitraries.integers()
                        .between(0, address.bits())
                        .map(length -> IpPrefix.containing(address, length)));
    }

    private static Arbitrary<RouteKey> keys() {
        Arbitrary<MacAddress> macs =
                Arbitraries.longs().between(1, 0xFFFF_FFFF_FFFFL).map(MacAddress::new);
        Arbitrary<Long> tags = Arbitraries.longs().between(0, 0xFFFF_FFFFL);
        Arbitrary<IpAddress> hosts = addresses().filter(address -> !KeyReader.isZero(address));
        return Arbitraries.oneOf(
                prefixes().map(RouteKey.Unicast::new),
                Combinators.combine(tags, macs, hosts)
                        .as((tag, mac, host) -> new RouteKey.Evpn(tag, mac, IpPrefix.host(host))),
                Combinators.combine(tags, macs).as((tag, mac) -> new RouteKey.Evpn(tag, mac, null)),
                prefixes().map(prefix -> new RouteKey.Evpn(0, MacAddress.ZERO, prefix)),
                Combinators.combine(macs, hosts, hosts)
                        .as((mac, group, source) -> new RouteKey.Evpn(0, mac, null, group, source)),
                Combinators.combine(Arbitraries.integers(), Arbitraries.integers())
                        .as((group, source) ->
                                new RouteKey.Multicast(new Ipv4Address(group), new Ipv4Address(source))));
    }
}
