package net.minitrail.xmpp.stanza;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.xmpp.stream.StreamEvent;
import net.minitrail.xmpp.stream.StreamException;
import net.minitrail.xmpp.stream.StreamLimits;
import net.minitrail.xmpp.stream.StreamParser;
import net.minitrail.xmpp.stream.StreamXml;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a route costs as XML: the two stanzas that publish it, and the item that tells others. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
public class StanzaJmh {
    private static final String INSTANCE = "default-domain:default-project:red:red";

    private final RouteItem item = RouteItem.of(
            new RouteKey.Unicast(IpPrefix.parse("10.1.2.3/32")),
            ImmutableList.of(RouteNextHop.of(
                    Ipv4Address.parse("192.168.100.3"),
                    500_017,
                    ImmutableList.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP),
                    "default-domain:default-project:red")),
            RouteAttributes.builder().localPreference(100).build());
    private final StreamParser parser = new StreamParser(StreamLimits.DEFAULT);
    private final AgentStanzaReader reader = new AgentStanzaReader();
    private byte[] published;
    private ImmutableList<RenderedItem> items;

    @Setup
    public void open() throws StreamException {
        var writer = new AgentStanzaWriter("compute-1", Dialect.CONTROLLER_JID);
        published = writer.write(new AgentRequest.Announce(INSTANCE, item)).getBytes(UTF_8);
        items = ImmutableList.copyOf(Collections.nCopies(Dialect.MAX_ITEMS, RenderedItem.of(item)));
        parser.feed(StreamXml.open("compute-1", Dialect.CONTROLLER_JID).getBytes(UTF_8));
        parser.next();
    }

    /** Both stanzas, from octets to a request. */
    @Benchmark
    public Object parse() throws StreamException {
        parser.feed(published);
        Object request = null;
        for (StreamEvent event = parser.next(); event != null; event = parser.next()) {
            request = reader.read(((StreamEvent.Element) event).element());
        }
        return request;
    }

    @Benchmark
    public RenderedItem render() {
        return RenderedItem.of(item);
    }

    /** A notification of 32 items that were rendered before; what all agents of an instance share. */
    @Benchmark
    public RenderedBody body() {
        return RenderedBody.routes(INSTANCE, items);
    }
}
