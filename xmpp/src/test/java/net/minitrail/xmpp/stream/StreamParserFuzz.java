package net.minitrail.xmpp.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import net.minitrail.xmpp.stanza.AgentStanzaReader;
import net.minitrail.xmpp.stanza.ControllerStanzaReader;

/** Octets that a fuzzer makes up, behind the opening of a stream: {@code mvn -Pfuzz -pl xmpp -am test}. */
class StreamParserFuzz {
    @FuzzTest(maxDuration = "20s")
    void stanzas(byte[] octets) {
        var parser = new StreamParser(StreamLimits.DEFAULT);
        var agents = new AgentStanzaReader();
        try {
            parser.feed(StreamXml.open("compute-1", "control").getBytes(UTF_8));
            while (parser.next() != null) {
                // the opening
            }
            parser.feed(octets);
            for (StreamEvent event = parser.next(); event != null; event = parser.next()) {
                if (event instanceof StreamEvent.Element element) {
                    agents.read(element.element());
                    ControllerStanzaReader.read(element.element());
                }
            }
        } catch (StreamException e) {
            // what the octets deserve
        }
    }
}
