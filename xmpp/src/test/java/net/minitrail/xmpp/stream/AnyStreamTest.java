package net.minitrail.xmpp.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.minitrail.xmpp.stanza.AgentStanzaReader;
import net.minitrail.xmpp.stanza.ControllerStanzaReader;

/**
 * Any octets end in stanzas, refused or read, or in a {@link StreamException}, and allocate a bounded multiple of their size.
 */
class AnyStreamTest {
    /** A parser has buffers of its own, whatever it reads. */
    private static final long FIXED = 512 << 10;

    private static final long FOR_EACH_OCTET = 500;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final String STANZAS = """
            <iq type="set" from="compute-1" to="network-control@contrailsystems.com/bgp-peer" id="subscribe7">
              <pubsub xmlns="http://jabber.org/protocol/pubsub">
                <subscribe node="blue"><options><instance-id>7</instance-id></options></subscribe>
              </pubsub>
            </iq>
            <iq type="set" from="compute-1" to="network-control@contrailsystems.com/bgp-peer" id="pubsub8">
              <pubsub xmlns="http://jabber.org/protocol/pubsub">
                <publish node="1/1/blue/192.168.1.3">
                  <item><entry>
                    <nlri><af>1</af><safi>1</safi><address>192.168.1.3/32</address></nlri>
                    <next-hops><next-hop>
                      <af>1</af><address>192.168.100.3</address><label>17</label>
                      <tunnel-encapsulation-list><tunnel-encapsulation>gre</tunnel-encapsulation></tunnel-encapsulation-list>
                    </next-hop></next-hops>
                    <version>1</version><virtual-network>blue</virtual-network><local-preference>200</local-preference>
                  </entry></item>
                </publish>
              </pubsub>
            </iq>
            <message from="network-control@contrailsystems.com" to="compute-1/bgp-peer">
              <event xmlns="http://jabber.org/protocol/pubsub">
                <items node="1/1/blue"><item id="192.168.1.3/32"><entry>
                  <nlri><af>1</af><safi>1</safi><address>192.168.1.3/32</address></nlri>
                  <next-hops><next-hop><af>1</af><address>192.168.100.3</address><label>17</label></next-hop></next-hops>
                </entry></item></items>
              </event>
            </message>
            """;

    /** Measured again where it is too much: the first use of a class costs more than the input. */
    private static void check(byte[] octets) {
        long most = FIXED + FOR_EACH_OCTET * octets.length;
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < 3 && allocated > most; i++) {
            long thread = Thread.currentThread().getId();
            long before = THREADS.getThreadAllocatedBytes(thread);
            read(octets);
            allocated = THREADS.getThreadAllocatedBytes(thread) - before;
        }
        assertTrue(allocated <= most, allocated + " octets allocated for " + octets.length);
    }

    private static void read(byte[] octets) {
        var parser = new StreamParser(StreamLimits.DEFAULT);
        var agents = new AgentStanzaReader();
        try {
            parser.feed(octets);
            for (StreamEvent event = parser.next(); event != null; event = parser.next()) {
                if (event instanceof StreamEvent.Element element) {
                    assertNotNull(agents.read(element.element()));
                    assertNotNull(ControllerStanzaReader.read(element.element()));
                }
            }
        } catch (StreamException e) {
            assertTrue(String.valueOf(e.getMessage()).length() < 5000, "a message of bounded length");
        }
    }

    @Property(tries = 1000)
    void octets_without_an_opening(@ForAll @Size(max = 300) byte[] octets) {
        check(octets);
    }

    @Property(tries = 1000)
    void octets_behind_an_opening(@ForAll @Size(max = 300) byte[] octets) {
        byte[] opening = StreamXml.open("compute-1", "control").getBytes(UTF_8);
        byte[] all = new byte[opening.length + octets.length];
        System.arraycopy(opening, 0, all, 0, opening.length);
        System.arraycopy(octets, 0, all, opening.length, octets.length);
        check(all);
    }

    @Property(tries = 3000)
    void stanzas_that_were_damaged(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int hits) {
        byte[] octets = (StreamXml.open("compute-1", "control") + STANZAS).getBytes(UTF_8);
        var random = new Random(seed);
        byte[] likely = "<>/\"'&;= !?-[]0129".getBytes(UTF_8);
        for (int i = 0; i < hits; i++) {
            int at = random.nextInt(octets.length);
            octets[at] = random.nextBoolean() ? likely[random.nextInt(likely.length)] : (byte) random.nextInt();
        }
        check(octets);
    }

    @Property(tries = 500)
    void stanzas_with_a_piece_moved(@ForAll long seed) {
        String stanzas = STANZAS;
        var random = new Random(seed);
        int from = random.nextInt(stanzas.length());
        int to = from + random.nextInt(Math.min(200, stanzas.length() - from));
        int at = random.nextInt(stanzas.length());
        String moved = stanzas.substring(0, at) + stanzas.substring(from, to) + stanzas.substring(at);
        check((StreamXml.open("compute-1", "control") + moved).getBytes(UTF_8));
    }
}
