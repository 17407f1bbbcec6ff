package net.minitrail.xmpp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.AgentStanzaReader;
import net.minitrail.xmpp.stanza.ControllerNotice;
import net.minitrail.xmpp.stanza.ControllerStanzaReader;
import net.minitrail.xmpp.stanza.Reading;
import net.minitrail.xmpp.stanza.Refusal;
import net.minitrail.xmpp.stanza.XmlElement;
import net.minitrail.xmpp.stream.StreamEvent;
import net.minitrail.xmpp.stream.StreamException;
import net.minitrail.xmpp.stream.StreamLimits;
import net.minitrail.xmpp.stream.StreamParser;
import net.minitrail.xmpp.stream.StreamXml;

/** Literal stanzas as fixtures. */
public final class Xml {
    private Xml() {}

    /** The stanzas of the text, which a stream's parser reads octet by octet. */
    public static List<XmlElement> stanzas(String text) {
        var parser = new StreamParser(StreamLimits.DEFAULT);
        var stanzas = new ArrayList<XmlElement>();
        byte[] octets = (StreamXml.open("a", "b") + text).getBytes(UTF_8);
        try {
            for (byte octet : octets) {
                parser.feed(new byte[] {octet});
                for (StreamEvent event = parser.next(); event != null; event = parser.next()) {
                    if (event instanceof StreamEvent.Element element) {
                        stanzas.add(element.element());
                    }
                }
            }
        } catch (StreamException e) {
            throw new IllegalArgumentException(e);
        }
        return stanzas;
    }

    /** What a control node makes of these stanzas of one agent. */
    public static Reading<AgentRequest> fromAgent(String text) {
        var reader = new AgentStanzaReader();
        var requests = new ImmutableList.Builder<AgentRequest>();
        var refusals = new ImmutableList.Builder<Refusal>();
        for (XmlElement stanza : stanzas(text)) {
            Reading<AgentRequest> reading = reader.read(stanza);
            requests.addAll(reading.records());
            refusals.addAll(reading.refusals());
        }
        return new Reading<>(requests.build(), refusals.build());
    }

    /** What an agent makes of these stanzas of a control node. */
    public static List<ControllerNotice> fromController(String text) {
        return stanzas(text).stream()
                .flatMap(stanza -> ControllerStanzaReader.read(stanza).records().stream())
                .toList();
    }
}
