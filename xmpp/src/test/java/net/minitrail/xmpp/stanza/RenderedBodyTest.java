package net.minitrail.xmpp.stanza;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.minitrail.xmpp.stanza.RouteItemBuilder.INSTANCE;
import static net.minitrail.xmpp.stanza.RouteItemBuilder.vmRoute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;
import org.junit.jupiter.api.Test;

class RenderedBodyTest {
    private static final RenderedItem ITEM = RenderedItem.of(vmRoute().build());
    private static final RenderedItem RETRACT =
            RenderedItem.retract(vmRoute().build().key());

    @Test
    void holds_32_items_or_256_retracts_and_never_both() {
        assertEquals(32, count("<item ", RenderedBody.routes(INSTANCE, Collections.nCopies(32, ITEM))));
        assertEquals(256, count("<retract ", RenderedBody.routes(INSTANCE, Collections.nCopies(256, RETRACT))));

        for (var items :
                List.of(Collections.nCopies(33, ITEM), Collections.nCopies(257, RETRACT), List.of(ITEM, RETRACT))) {
            assertThrows(IllegalArgumentException.class, () -> RenderedBody.routes(INSTANCE, items));
        }
    }

    @Test
    void a_retract_and_the_end_of_rib_are_written_to_the_letter() {
        assertEquals(
                "<event xmlns=\"http://jabber.org/protocol/pubsub\"><items node=\"1/1/" + INSTANCE
                        + "\"><retract id=\"192.168.1.3/32\"/></items></event>",
                text(RenderedBody.routes(INSTANCE, List.of(RETRACT))));
        assertEquals(
                "<event xmlns=\"http://jabber.org/protocol/pubsub\"><items node=\"0/0/EndOfRib\"/></event>",
                text(RenderedBody.endOfRib()));
    }

    @Test
    void configuration_is_written_in_blocks_of_one_operation() {
        var node = ConfigObject.Node.of("virtual-network", "a:b", XmlElement.leaf("display-name", "b & c"));
        var link = new ConfigObject.Link(new NodeId("virtual-network", "a:b"), new NodeId("x", "y"), "z");

        String text = text(RenderedBody.config(
                List.of(ConfigChange.update(node), ConfigChange.update(link), ConfigChange.delete(node))));

        assertEquals(
                "<config><update><node type=\"virtual-network\"><name>a:b</name>"
                        + "<display-name>b &amp; c</display-name></node>"
                        + "<link><node type=\"virtual-network\"><name>a:b</name></node>"
                        + "<node type=\"x\"><name>y</name></node><metadata type=\"z\"/></link></update>"
                        + "<delete><node type=\"virtual-network\"><name>a:b</name></node></delete></config>",
                text);
        assertThrows(
                IllegalArgumentException.class,
                () -> RenderedBody.config(Collections.nCopies(17, ConfigChange.update(link))));
    }

    private static long count(String part, RenderedBody body) {
        return text(body).split(part, -1).length - 1;
    }

    private static String text(RenderedBody body) {
        return UTF_8.decode(body.octets()).toString();
    }
}
