package net.minitrail.xmpp.stream;

import net.minitrail.xmpp.stanza.XmlWriter;

/** The XML of the stream itself: what surrounds the stanzas. */
public final class StreamXml {
    public static final String STREAM_NAMESPACE = "http://etherx.jabber.org/streams";
    public static final String CLIENT_NAMESPACE = "jabber:client";
    public static final String TLS_NAMESPACE = "urn:ietf:params:xml:ns:xmpp-tls";
    static final String ERROR_NAMESPACE = "urn:ietf:params:xml:ns:xmpp-streams";

    public static final String CLOSE = "</stream:stream>";
    public static final String FEATURES =
            "<stream:features><starttls xmlns=\"" + TLS_NAMESPACE + "\"><required/></starttls></stream:features>";
    public static final String STARTTLS = "<starttls xmlns=\"" + TLS_NAMESPACE + "\"/>";
    public static final String PROCEED = "<proceed xmlns=\"" + TLS_NAMESPACE + "\"/>";

    /** U+0200, the dialect's keepalive. */
    public static final String KEEPALIVE = "\u0200";

    /** The id of every stream of a Contrail control node. */
    public static final String SERVER_STREAM_ID = "++123";

    private StreamXml() {}

    /** A client's opening. */
    public static String open(String from, String to) {
        return header("from", from, "to", to);
    }

    /** A server's opening, with the constant id; {@code to} is empty when the client has not said who it is. */
    public static String openReply(String from, String to) {
        return to.isEmpty()
                ? header("from", from, "id", SERVER_STREAM_ID)
                : header("from", from, "to", to, "id", SERVER_STREAM_ID);
    }

    private static String header(String... addresses) {
        String[] attributes = new String[addresses.length + 8];
        System.arraycopy(addresses, 0, attributes, 0, addresses.length);
        String[] constant = {
            "version", "1.0", "xml:lang", "en", "xmlns", CLIENT_NAMESPACE, "xmlns:stream", STREAM_NAMESPACE
        };
        System.arraycopy(constant, 0, attributes, addresses.length, constant.length);
        return "<?xml version=\"1.0\"?>" + new XmlWriter().open("stream:stream", attributes);
    }
}
