package net.minitrail.xmpp.stream;

import net.minitrail.xmpp.stanza.XmlElement;

/** What a stream consists of. */
public sealed interface StreamEvent {
    /** The stream has been opened. */
    record Open(StreamHeader header) implements StreamEvent {}

    /** A whole element directly below the stream: a stanza, or one of the stream's own. */
    record Element(XmlElement element) implements StreamEvent {}

    /** White space or U+0200 between stanzas, any number of them. */
    enum Keepalive implements StreamEvent {
        INSTANCE
    }

    /** The closing tag of the stream. */
    enum Close implements StreamEvent {
        INSTANCE
    }
}
