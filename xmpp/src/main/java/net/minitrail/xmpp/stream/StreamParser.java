package net.minitrail.xmpp.stream;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import net.minitrail.xmpp.stanza.XmlElement;
import net.minitrail.xmpp.stream.StreamScanner.Boundary;
import org.jspecify.annotations.Nullable;

/**
 * One XML stream: octets in, events out. Memory is bounded by {@link StreamLimits}. After an exception or the closing tag
 * the parser is of no further use; after STARTTLS a new one begins. Confined to the session loop.
 */
public final class StreamParser {
    private static final byte[] NO_OCTETS = new byte[0];

    private final StreamLimits limits;
    private final StreamScanner scanner;
    private final ElementBuilder elements;
    private final AsyncXMLStreamReader<AsyncByteArrayFeeder> reader;
    private final Set<String> names = new HashSet<>();
    private final ArrayDeque<StreamEvent> events = new ArrayDeque<>();
    private byte[] input = NO_OCTETS;
    private int position;
    private boolean open;
    private boolean closed;

    public StreamParser(StreamLimits limits) {
        this.limits = limits;
        scanner = new StreamScanner(limits);
        elements = new ElementBuilder(limits.elements());
        reader = new InputFactoryImpl().createAsyncForByteArray(); // a factory of its own: names are not shared
    }

    /** Takes octets, to be read by {@link #next}; those given before must have been read. */
    public void feed(byte[] octets) {
        input = octets;
        position = 0;
    }

    /** The next event of the octets fed, or null when there is none. */
    public @Nullable StreamEvent next() throws StreamException {
        while (events.isEmpty() && position < input.length && !closed) {
            Boundary boundary = scanner.scan(input, position, input.length);
            position = scanner.position();
            int before = events.size();
            if (scanner.passedLength() > 0) {
                parse(scanner.passed(), scanner.passedLength());
            }
            boolean behind = scanner.openElements() > 0 && scanner.openElements() != elements.openElements() + 1;
            if (boundary != Boundary.NONE && events.size() == before || behind) {
                throw new StreamException(StreamError.NOT_WELL_FORMED, "tags do not match");
            }
        }
        StreamEvent event = events.poll();
        if (event == null && !closed && scanner.takeFiller()) {
            return StreamEvent.Keepalive.INSTANCE;
        }
        return event;
    }

    private void parse(byte[] octets, int length) throws StreamException {
        try {
            reader.getInputFeeder().feedInput(octets, 0, length);
            for (int event = reader.next(); event != AsyncXMLStreamReader.EVENT_INCOMPLETE; event = reader.next()) {
                on(event);
                if (closed) {
                    return;
                }
            }
        } catch (XMLStreamException | UncheckedStreamException e) {
            throw translate(e);
        }
    }

    private void on(int event) throws StreamException {
        switch (event) {
            case XMLStreamConstants.START_DOCUMENT -> {}
            case XMLStreamConstants.START_ELEMENT -> {
                if (open) {
                    start();
                } else {
                    events.add(new StreamEvent.Open(header()));
                    open = true;
                }
            }
            case XMLStreamConstants.END_ELEMENT -> {
                if (reader.getDepth() == 1) {
                    closed = true;
                    events.add(StreamEvent.Close.INSTANCE);
                    return;
                }
                XmlElement element = elements.end();
                if (element != null) {
                    events.add(new StreamEvent.Element(element));
                }
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                elements.text(reader.getText());
            default -> throw new StreamException(StreamError.RESTRICTED_XML, "XML event " + event);
        }
    }

    private StreamHeader header() throws StreamException {
        if (!reader.getLocalName().equals("stream")) {
            throw new StreamException(StreamError.BAD_FORMAT, "'" + reader.getLocalName() + "' before the stream");
        }
        String streamNamespace = reader.getNamespaceURI();
        if (!StreamXml.STREAM_NAMESPACE.equals(streamNamespace)) {
            throw new StreamException(StreamError.INVALID_NAMESPACE, "stream in '" + streamNamespace + "'");
        }
        return new StreamHeader(
                attribute("from"), attribute("to"), attribute("id"), attribute("version"), declaredNamespace());
    }

    private String attribute(String name) {
        String value = reader.getAttributeValue("", name);
        return value == null ? "" : value;
    }

    /** The namespace that this element declares for elements without a prefix, or the empty string. */
    private String declaredNamespace() {
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = reader.getNamespacePrefix(i);
            if (prefix == null || prefix.isEmpty()) {
                return reader.getNamespaceURI(i);
            }
        }
        return "";
    }

    private void start() throws StreamException {
        String name = limited(reader.getLocalName());
        if (name.equals("stream") && StreamXml.STREAM_NAMESPACE.equals(reader.getNamespaceURI())) {
            throw new StreamException(StreamError.BAD_FORMAT, "a second opening of the stream");
        }
        int count = reader.getAttributeCount();
        String namespace = declaredNamespace();
        if (count == 0 && namespace.isEmpty()) {
            elements.start(name, ImmutableMap.of());
            return;
        }
        var attributes = ImmutableMap.<String, String>builder();
        if (!namespace.isEmpty()) {
            attributes.put("xmlns", namespace);
        }
        for (int i = 0; i < count; i++) {
            String prefix = reader.getAttributePrefix(i);
            String local = limited(reader.getAttributeLocalName(i));
            String full = prefix == null || prefix.isEmpty() ? local : limited(prefix + ":" + local);
            attributes.put(full, reader.getAttributeValue(i));
        }
        elements.start(name, attributes.buildKeepingLast());
    }

    private String limited(String name) throws StreamException {
        if (names.add(name) && (name.length() > limits.nameLength() || names.size() > limits.names())) {
            throw new StreamException(
                    StreamError.POLICY_VIOLATION,
                    "name of %d characters, %d names".formatted(name.length(), names.size()));
        }
        return name;
    }

    private StreamException translate(Exception e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        StreamError error = StreamError.NOT_WELL_FORMED;
        if (message.toLowerCase(Locale.ROOT).contains("entity")) {
            error = StreamError.RESTRICTED_XML; // only the five entities of XML itself are known
        } else if (!open && message.contains("Unbound namespace prefix")) {
            error = StreamError.INVALID_NAMESPACE;
        }
        return new StreamException(error, message);
    }
}
