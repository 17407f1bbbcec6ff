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

/** The lines of an agent: the ports of a compute node in one network. */
final class RehearsalAgent {
    static final int PORTS = 64;
    private static final String INSTANCE = "default-domain:default-project:rehearsal:rehearsal";
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

    /** The stream's header and the subscription to the network. */
    byte[] opening() {
        String subscribe = writer.write(new AgentRequest.Subscribe(INSTANCE, 1, false));
        return (StreamXml.open(name, Dialect.CONTROLLER_JID) + subscribe).getBytes(UTF_8);
    }

    /** All ports announced, all with another label, and all withdrawn. */
    ImmutableList<byte[]> acts() {
        return ImmutableList.of(
                act(port -> announce(port, FIRST_LABEL)),
                act(port -> announce(port, OTHER_LABELS)),
                act(port -> new AgentRequest.Withdraw(INSTANCE, key(port))));
    }

    /** Each port with yet another label, for itself. */
    ImmutableList<byte[]> changes() {
        return IntStream.range(0, PORTS)
                .mapToObj(port -> writer.write(announce(port, YET_OTHER_LABELS)).getBytes(UTF_8))
                .collect(ImmutableList.toImmutableList());
    }

    private byte[] act(IntFunction<AgentRequest> line) {
        var stanzas = new StringBuilder();
        for (int port = 0; port < PORTS; port++) {
            stanzas.append(writer.write(line.apply(port)));
        }
        return stanzas.toString().getBytes(UTF_8);
    }

    private AgentRequest announce(int port, int firstLabel) {
        RouteNextHop hop = RouteNextHop.of(
                Ipv4Address.parse("192.0.2." + number),
                firstLabel + port,
                ImmutableList.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP),
                "");
        var attributes = RouteAttributes.builder().localPreference(100).build();
        return new AgentRequest.Announce(INSTANCE, RouteItem.of(key(port), ImmutableList.of(hop), attributes));
    }

    private RouteKey key(int port) {
        return new RouteKey.Unicast(IpPrefix.parse("10.1." + number + "." + port + "/32"));
    }
}
