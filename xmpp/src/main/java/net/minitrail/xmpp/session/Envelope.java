package net.minitrail.xmpp.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.minitrail.xmpp.stanza.Dialect;
import net.minitrail.xmpp.stanza.RenderedBody;
import net.minitrail.xmpp.stanza.XmlWriter;

/** What surrounds the bodies sent to one agent. Immutable. */
final class Envelope {
    private static final byte[] AFTER_ROUTES = octets("</message>");
    private static final byte[] AFTER_CONFIG = octets("</iq>");

    private final byte[] beforeRoutes;
    private final byte[] beforeConfig;

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
        outbound.queue(routes ? beforeRoutes : beforeConfig, body.array(), routes ? AFTER_ROUTES : AFTER_CONFIG);
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}
