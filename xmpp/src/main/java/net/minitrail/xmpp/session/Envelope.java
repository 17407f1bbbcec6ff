package net.minitrail.xmpp.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import net.minitrail.xmpp.stanza.Dialect;
import net.minitrail.xmpp.stanza.RenderedBody;
import net.minitrail.xmpp.stanza.XmlWriter;

/** What surrounds the bodies sent to one agent. Immutable. */
final class Envelope {
    private static final ByteBuffer AFTER_ROUTES = octets("</message>");
    private static final ByteBuffer AFTER_CONFIG = octets("</iq>");

    private final ByteBuffer beforeRoutes;
    private final ByteBuffer beforeConfig;

    /** Routes go to the agent, configuration to its virtual-router. */
    Envelope(String controllerJid, String agent) {
        String virtualRouter = Dialect.VIRTUAL_ROUTER_PARENT + agent;
        beforeRoutes = octets(new XmlWriter()
                .open("message", "from", controllerJid, "to", agent + Dialect.BGP_PEER)
                .toString());
        beforeConfig = octets(new XmlWriter()
                .open("iq", "type", "set", "from", controllerJid, "to", virtualRouter + Dialect.CONFIG)
                .toString());
    }

    void queue(RenderedBody body, Outbound outbound) {
        boolean routes = body.destination() == RenderedBody.Destination.ROUTES;
        outbound.queue(
                (routes ? beforeRoutes : beforeConfig).duplicate(),
                body.octets(),
                (routes ? AFTER_ROUTES : AFTER_CONFIG).duplicate());
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8)).asReadOnlyBuffer();
    }
}
