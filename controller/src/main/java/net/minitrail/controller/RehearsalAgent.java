package net.minitrail.controller;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.AgentStanzaWriter;
import net.minitrail.xmpp.stanza.Dialect;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import net.minitrail.xmpp.stream.StreamXml;

/** The lines of an agent: the ports of a compute node in some of the networks. */
final class RehearsalAgent {
    static final int NETWORKS = 6;

    /** Networks that each agent takes part in. */
    static final int JOINED = 3;

    /** Ports of an agent, the same number in each of its networks. */
    static final int PORTS = 33;

    private static final long SECURITY_GROUP = 8_000_001;
    private static final int FIRST_LABEL = 16;
    private static final int OTHER_LABELS = 500_000;
    private static final int YET_OTHER_LABELS = 700_000;

    private final String name;
    private final int number;
    private final AgentStanzaWriter writer;

    /** @param number 1 to 255 */
    RehearsalAgent(int number) {
        this.number = number;
        name = "rehearsal-" + number;
        writer = new AgentStanzaWriter(name, Dialect.CONTROLLER_JID);
    }

    /** The stream's header and the subscriptions. */
    byte[] opening() {
        var lines = new StringBuilder(StreamXml.open(name, Dialect.CONTROLLER_JID));
        for (int joined = 0; joined < JOINED; joined++) {
            lines.append(writer.write(new AgentRequest.Subscribe(instance(joined), joined + 1, false)));
        }
        return octets(lines.toString());
    }

    /** All ports announced, all with another label, and all withdrawn. */
    ImmutableList<byte[]> acts() {
        return ImmutableList.of(
                act(port -> announce(port, FIRST_LABEL)),
                act(port -> announce(port, OTHER_LABELS)),
                act(port -> new AgentRequest.Withdraw(instance(port), key(port))));
    }

    /** Each port with yet another label, for itself. */
    ImmutableList<byte[]> changes() {
        return IntStream.range(0, PORTS)
                .mapToObj(port -> octets(writer.write(announce(port, YET_OTHER_LABELS))))
                .collect(ImmutableList.toImmutableList());
    }

    /** The stream's end. */
    static byte[] closing() {
        return StreamXml.CLOSE.getBytes(UTF_8);
    }

    private byte[] act(IntFunction<AgentRequest> line) {
        var stanzas = new StringBuilder();
        for (int port = 0; port < PORTS; port++) {
            stanzas.append(writer.write(line.apply(port)));
        }
        return octets(stanzas.toString());
    }

    /** Some agents write their XML in lines, as there are people who do. */
    private byte[] octets(String xml) {
        String text = number % 2 == 0 ? xml.replaceAll("><(?!/)", ">\n<") : xml;
        return text.getBytes(UTF_8);
    }

    private AgentRequest announce(int port, int firstLabel) {
        String network = network(port);
        RouteNextHop hop = RouteNextHop.of(
                Ipv4Address.parse("192.0.2." + number),
                firstLabel + port,
                ImmutableList.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP),
                network);
        var attributes = RouteAttributes.builder()
                .virtualNetwork(network)
                .securityGroups(ImmutableList.of(SECURITY_GROUP))
                .localPreference(100)
                .build();
        return new AgentRequest.Announce(instance(port), RouteItem.of(key(port), ImmutableList.of(hop), attributes));
    }

    private String network(int port) {
        return "default-domain:default-project:net" + (number + port % JOINED) % NETWORKS;
    }

    private String instance(int port) {
        String network = network(port);
        return network + network.substring(network.lastIndexOf(':'));
    }

    private RouteKey key(int port) {
        return new RouteKey.Unicast(IpPrefix.parse("10.1." + number + "." + port + "/32"));
    }
}
