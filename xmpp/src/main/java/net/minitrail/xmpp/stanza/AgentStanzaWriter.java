package net.minitrail.xmpp.stanza;

import net.minitrail.xmpp.stanza.AgentRequest.Announce;
import net.minitrail.xmpp.stanza.AgentRequest.ConfigSubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.ConfigUnsubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Subscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Unsubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Withdraw;

/**
 * Writes what an agent says, as XML. A route is two stanzas, publish and collection, which belong together: nothing may
 * come between them on the wire. Counts stanzas for their ids; confined to one thread.
 */
public final class AgentStanzaWriter {
    private final String agent;
    private final String controllerJid;
    private long subscriptions;
    private long publications;

    public AgentStanzaWriter(String agent, String controllerJid) {
        this.agent = agent;
        this.controllerJid = controllerJid;
    }

    /** One stanza, or the two of a route. */
    public String write(AgentRequest request) {
        return request.accept(new Form());
    }

    /** How many stanzas {@link #write} makes of a request. */
    public static int stanzas(AgentRequest request) {
        return request instanceof Announce || request instanceof Withdraw || request instanceof AgentRequest.EndOfRib
                ? 2
                : 1;
    }

    private void open(XmlWriter xml, String resource, String id) {
        xml.open("iq", "type", "set", "from", agent, "to", controllerJid + resource, "id", id);
        xml.open("pubsub", "xmlns", Dialect.PUBSUB_NAMESPACE);
    }

    private static void close(XmlWriter xml) {
        xml.close("pubsub").close("iq");
    }

    private final class Form implements AgentRequest.Handler<String> {
        private final XmlWriter xml = new XmlWriter();

        @Override
        public String onSubscribe(Subscribe subscribe) {
            open(xml, Dialect.BGP_PEER, "subscribe" + subscriptions++);
            xml.open("subscribe", "node", subscribe.instance());
            if (subscribe.instanceId() >= 0 || subscribe.noRibOut()) {
                xml.open("options");
                if (subscribe.instanceId() >= 0) {
                    xml.leaf("instance-id", subscribe.instanceId());
                }
                if (subscribe.noRibOut()) {
                    xml.leaf("no-ribout", "true");
                }
                xml.close("options");
            }
            close(xml.close("subscribe"));
            return xml.toString();
        }

        @Override
        public String onUnsubscribe(Unsubscribe unsubscribe) {
            return node(Dialect.BGP_PEER, "unsubscribe", unsubscribe.instance());
        }

        @Override
        public String onAnnounce(Announce announce) {
            RouteKey key = announce.route().key();
            openItem(key.itemId(announce.instance()), key.family());
            new EntryWriter(xml).write(announce.route());
            closeItem();
            collection("associate", announce.instance(), key.itemId(announce.instance()));
            return xml.toString();
        }

        @Override
        public String onWithdraw(Withdraw withdraw) {
            RouteKey key = withdraw.key();
            openItem(key.itemId(withdraw.instance()), key.family());
            new EntryWriter(xml).writeKey(key);
            closeItem();
            collection("dissociate", withdraw.instance(), key.itemId(withdraw.instance()));
            return xml.toString();
        }

        /** In the form that a control node acts on: a pair without an item. */
        @Override
        public String onEndOfRib() {
            open(xml, Dialect.BGP_PEER, "pubsub" + publications);
            close(xml.empty("publish"));
            open(xml, Dialect.BGP_PEER, "collection" + publications++);
            close(xml.empty("collection"));
            return xml.toString();
        }

        @Override
        public String onConfigSubscribe(ConfigSubscribe subscribe) {
            return node(Dialect.CONFIG, "subscribe", subscribe.node());
        }

        @Override
        public String onConfigUnsubscribe(ConfigUnsubscribe unsubscribe) {
            return node(Dialect.CONFIG, "unsubscribe", unsubscribe.node());
        }

        private String node(String resource, String verb, String name) {
            open(xml, resource, verb + subscriptions++);
            close(xml.empty(verb, "node", name));
            return xml.toString();
        }

        private void openItem(String itemId, RouteFamily family) {
            open(xml, Dialect.BGP_PEER, (family == RouteFamily.EVPN ? "pubsub_l2" : "pubsub") + publications);
            xml.open("publish", "node", itemId).open("item");
        }

        private void closeItem() {
            close(xml.close("item").close("publish"));
        }

        private void collection(String verb, String instance, String itemId) {
            open(xml, Dialect.BGP_PEER, "collection" + publications++);
            xml.open("collection", "node", instance).empty(verb, "node", itemId);
            close(xml.close("collection"));
        }
    }
}
