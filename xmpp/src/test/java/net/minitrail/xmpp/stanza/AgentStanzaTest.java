package net.minitrail.xmpp.stanza;

import static net.minitrail.xmpp.Xml.fromAgent;
import static net.minitrail.xmpp.stanza.RouteItemBuilder.INSTANCE;
import static net.minitrail.xmpp.stanza.RouteItemBuilder.vmRoute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.xmpp.stanza.AgentRequest.Announce;
import net.minitrail.xmpp.stanza.AgentRequest.ConfigSubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.EndOfRib;
import net.minitrail.xmpp.stanza.AgentRequest.Subscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Unsubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Withdraw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentStanzaTest {
    private static final String PUBSUB = "<pubsub xmlns=\"http://jabber.org/protocol/pubsub\">";
    private static final String IQ = "<iq type=\"set\" from=\"compute-1\" "
            + "to=\"network-control@contrailsystems.com/bgp-peer\" id=\"x1\">" + PUBSUB;
    private static final String END = "</pubsub></iq>";

    @Test
    void reads_a_subscription_with_its_options_inside_as_an_agent_writes_it() {
        var reading = fromAgent("""
                <?xml version="1.0"?>
                <iq type="set" from="compute-1" to="network-control@contrailsystems.com/bgp-peer" id="subscribe7">
                	<pubsub xmlns="http://jabber.org/protocol/pubsub">
                		<subscribe node="default-domain:default-project:test_vn:test_vn">
                			<options>
                				<instance-id>7</instance-id>
                			</options>
                		</subscribe>
                	</pubsub>
                </iq>
                """);

        assertEquals(List.of(new Subscribe(INSTANCE, 7, false)), reading.records());
    }

    @Test
    void reads_a_subscription_with_its_options_beside_and_without_an_id() {
        var reading = fromAgent("<iq type='set' from='agent-a' to='network-control@contrailsystems.com/bgp-peer'>"
                + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='blue' /><options>"
                + "<instance-id>1</instance-id><no-ribout>true</no-ribout></options></pubsub></iq>");

        assertEquals(List.of(new Subscribe("blue", 1, true)), reading.records());
    }

    @Test
    void an_absent_instance_id_is_minus_one_and_a_bad_one_is_refused() {
        assertEquals(
                List.of(new Subscribe("blue", -1, false)),
                fromAgent(IQ + "<subscribe node='blue'/>" + END).records());
        var reading = fromAgent(
                IQ + "<subscribe node='blue'><options><instance-id>x</instance-id></options></subscribe>" + END);
        assertEquals(List.of(), reading.records());
        assertEquals(1, reading.refusals().size());
    }

    @Test
    void options_of_an_unsubscribe_do_not_count() {
        var reading = fromAgent(
                IQ + "<unsubscribe node='blue'><options><instance-id>x</instance-id></options></unsubscribe>" + END);

        assertEquals(List.of(new Unsubscribe("blue")), reading.records());
    }

    @Test
    void a_subscription_for_the_config_resource_is_one_to_the_configuration() {
        String node = "virtual-router:default-global-system-config:compute-1";
        var reading = fromAgent("<iq type='set' from='compute-1' to='network-control@contrailsystems.com/config'>"
                + PUBSUB + "<subscribe node='" + node + "'/>" + END);

        assertEquals(List.of(new ConfigSubscribe(node)), reading.records());
    }

    @Test
    void a_publish_counts_when_its_collection_comes() {
        String publish = publish("10.1.1.0/24");
        assertEquals(List.of(), fromAgent(publish).records());

        var reading = fromAgent(publish + collection("associate", "10.1.1.0/24"));

        var announce = (Announce) reading.records().get(0);
        assertEquals("blue", announce.instance());
        assertEquals(
                new RouteKey.Unicast(IpPrefix.parse("10.1.1.0/24")),
                announce.route().key());
        RouteNextHop nextHop = announce.route().nextHops().get(0);
        assertEquals(10_000, nextHop.label());
        assertEquals(List.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP), nextHop.encapsulations());
        assertEquals(List.of(4L, 8_000_001L), announce.route().attributes().securityGroups());
        assertEquals(new Mobility(9, false), announce.route().attributes().mobility());
        assertEquals(100, announce.route().attributes().localPreference());
        assertEquals(
                List.of("no-export", "64512:100"), announce.route().attributes().communityTags());
    }

    @Test
    void a_dissociation_needs_the_key_only() {
        String withdraw = publish("10.1.1.0/24").replace("<label>10000</label>", "<label>0</label>");

        var reading = fromAgent(withdraw + collection("dissociate", "10.1.1.0/24"));

        assertEquals(
                List.of(new Withdraw("blue", new RouteKey.Unicast(IpPrefix.parse("10.1.1.0/24")))), reading.records());
    }

    @Test
    void a_dissociation_without_an_item_takes_the_key_of_the_item_id() {
        var reading = fromAgent(
                IQ + "<publish node='1/1/blue/10.1.1.0/24'/>" + END + collection("dissociate", "10.1.1.0/24"));

        assertEquals(
                List.of(new Withdraw("blue", new RouteKey.Unicast(IpPrefix.parse("10.1.1.0/24")))), reading.records());
    }

    @Test
    void a_publish_and_a_collection_that_differ_are_both_dropped() {
        var reading = fromAgent(publish("10.1.1.0/24")
                + collection("associate", "10.1.2.0/24")
                + collection("associate", "10.1.1.0/24"));

        assertEquals(List.of(), reading.records());
        assertEquals(2, reading.refusals().size());
    }

    @Test
    void a_second_publish_takes_the_place_of_the_first() {
        var reading =
                fromAgent(publish("10.1.1.0/24") + publish("10.1.2.0/24") + collection("associate", "10.1.2.0/24"));

        assertEquals(1, reading.records().size());
        assertEquals(
                new RouteKey.Unicast(IpPrefix.parse("10.1.2.0/24")),
                ((Announce) reading.records().get(0)).route().key());
    }

    @Test
    void both_forms_of_end_of_rib_are_understood() {
        var pair = fromAgent(IQ + "<publish/>" + END + IQ + "<collection/>" + END);
        var message = fromAgent(
                "<message from='compute-1' to='network-control@contrailsystems.com/bgp-peer'>"
                        + "<event xmlns='http://jabber.org/protocol/pubsub'><items node='0/0/EndOfRib'></items></event></message>");

        assertEquals(List.of(EndOfRib.INSTANCE), pair.records());
        assertEquals(List.of(EndOfRib.INSTANCE), message.records());
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "<version>1</version> | <version>one</version>",
                "<version>1</version> | <version>2</version>",
                "<af>1</af><safi>1 | <af>3</af><safi>1",
                "<af>1</af><safi>1 | <af>x</af><safi>1",
                "10.1.1.0/24</address> | 10.1.1.777/24</address>",
                "10.1.1.0/24</address> | 10.1.1.0/33</address>",
                "10.1.1.0/24</address> | 10.1.1.0</address>",
                "10.1.1.0/24</address> | fd00::/64</address>",
                "192.168.1.1 | 192.168.1.1.1",
                "192.168.1.1 | 0.0.0.0",
                "192.168.1.1 | controller.example.net",
                "<label>10000</label> | <label>0</label>",
                "<label>10000</label> | <label>15</label>",
                "<label>10000</label> | <label>1048576</label>",
                "<label>10000</label> | <label>-17</label>",
                "<label>10000</label> | <label>0x11</label>",
                "<label>10000</label> | <label>99999999999999999999</label>",
                "<label>10000</label> | <label></label>",
                "<label>10000</label> | <lable>10000</lable>",
                "<local-preference>100 | <local-preference>4294967296",
            })
    void refuses_an_item_alone(String text, String becomes) {
        String bad = publish("10.1.1.0/24").replace(text, becomes);
        assertFalse(bad.equals(publish("10.1.1.0/24")), "nothing was replaced");

        var reading = fromAgent(bad
                + collection("associate", "10.1.1.0/24")
                + publish("10.1.2.0/24")
                + collection("associate", "10.1.2.0/24"));

        assertEquals(1, reading.refusals().size(), reading.toString());
        assertEquals(1, reading.records().size(), "the other item stays");
    }

    @Test
    void refuses_an_item_with_no_next_hop_or_two() {
        String good = publish("10.1.1.0/24");
        String nextHop = good.substring(good.indexOf("<next-hop>"), good.indexOf("</next-hops>"));

        for (String bad : List.of(good.replace(nextHop, ""), good.replace(nextHop, nextHop + nextHop))) {
            var reading = fromAgent(bad + collection("associate", "10.1.1.0/24"));
            assertEquals(List.of(), reading.records());
            assertEquals(1, reading.refusals().size());
        }
    }

    @Test
    void keeps_the_good_items_of_a_publish_with_several() {
        String good = publish("10.1.1.0/24");
        String item = good.substring(good.indexOf("<item>"), good.indexOf("</publish>"));
        String several = good.replace(
                item, item + item.replace("10.1.1.0", "10.1.777.0") + item.replace("10.1.1.0", "10.1.3.0"));

        var reading = fromAgent(several + collection("associate", "10.1.1.0/24"));

        assertEquals(2, reading.records().size());
        assertEquals(1, reading.refusals().size());
    }

    @Test
    void leaves_out_single_elements_that_do_not_parse() {
        String odd = publish("10.1.1.0/24")
                .replace("<security-group>4<", "<security-group>four<")
                .replace("64512:100", "6451 2:1OO");

        var reading = fromAgent(odd + collection("associate", "10.1.1.0/24"));

        var attributes = ((Announce) reading.records().get(0)).route().attributes();
        assertEquals(List.of(8_000_001L), attributes.securityGroups());
        assertEquals(List.of("no-export"), attributes.communityTags());
        assertEquals(2, reading.refusals().size());
    }

    @Test
    void a_route_whose_encapsulations_are_all_unknown_is_kept_but_unusable() {
        String some = publish("10.1.1.0/24").replace(">udp<", ">geneve<");
        String none = some.replace(">gre<", ">stt<");

        RouteNextHop usable = nextHop(fromAgent(some + collection("associate", "10.1.1.0/24")));
        RouteNextHop unusable = nextHop(fromAgent(none + collection("associate", "10.1.1.0/24")));

        assertTrue(usable.isUsable());
        assertEquals(List.of(TunnelEncapsulation.GRE), usable.encapsulations());
        assertFalse(unusable.isUsable());
        assertEquals(List.of("stt", "geneve"), unusable.unknownEncapsulations());
    }

    @Test
    void a_label_is_a_vni_where_the_encapsulation_is_vxlan_only() {
        String vxlan = publish("10.1.1.0/24")
                .replace("<tunnel-encapsulation>gre</tunnel-encapsulation>", "")
                .replace(">udp<", ">vxlan<")
                .replace(">10000<", ">16777215<");

        assertEquals(
                0xFF_FFFF,
                nextHop(fromAgent(vxlan + collection("associate", "10.1.1.0/24")))
                        .label());
    }

    @Test
    void routes_of_the_fabric_instance_have_no_label() {
        String fabric = Dialect.FABRIC_INSTANCE;
        String publish = publish("10.1.1.0/24").replace("1/1/blue", "1/1/" + fabric);
        String collection = collection("associate", "10.1.1.0/24")
                .replace("'blue'", "'" + fabric + "'")
                .replace("1/1/blue", "1/1/" + fabric);

        assertEquals(List.of(), fromAgent(publish + collection).records());
        assertEquals(
                1,
                fromAgent(publish.replace(">10000<", ">0<") + collection)
                        .records()
                        .size());
    }

    @Test
    void reads_evpn_and_refuses_masks_that_no_host_has() {
        String evpn = evpn("0:50:56:a:1:2", "10.1.1.3/32");

        var announce = (Announce) fromAgent(evpn).records().get(0);

        assertEquals(
                new RouteKey.Evpn(0, MacAddress.parse("00:50:56:0a:01:02"), IpPrefix.parse("10.1.1.3/32")),
                announce.route().key());
        assertTrue(announce.route().replication().edgeReplicationNotSupported());
        assertEquals(List.of(), fromAgent(evpn("0:50:56:a:1:2", "10.1.1.0/24")).records());
        assertEquals(List.of(), fromAgent(evpn("0:50:56:a:1", "10.1.1.3/32")).records());
        assertEquals(List.of(), fromAgent(evpn("0:50:56:a:1:2", "10.1.1.3")).records());
        assertEquals(1, fromAgent(evpn("0:50:56:a:1:2", "0.0.0.0/0")).records().size());
        assertEquals(1, fromAgent(evpn("0:0:0:0:0:0", "10.1.0.0/20")).records().size(), "a prefix route");
        assertEquals(
                1, fromAgent(evpn("ff:ff:ff:ff:ff:ff", "0.0.0.0/32")).records().size());
    }

    @Test
    void reads_multicast_and_refuses_bad_label_ranges() {
        assertEquals(1, fromAgent(multicast("1000-2000", "224.1.2.3")).records().size());
        for (String range : List.of("0", "0-100", "2000-1000", "a-b", "1000-", "-1000", "1000-99999999")) {
            assertEquals(List.of(), fromAgent(multicast(range, "224.1.2.3")).records(), range);
        }
        assertEquals(List.of(), fromAgent(multicast("1000-2000", "224.1.2")).records());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<presence/>",
                "<iq type='set'/>",
                "<iq/>",
                "<iq type='get'><pubsub><subscribe node='blue'/></pubsub></iq>",
                "<iq><pubsub><subscribe node='blue'/></pubsub></iq>",
                "<iq type='set'><pubsub><retract/></pubsub></iq>",
                "<iq type='set'><pubsub><subscribe/></pubsub></iq>",
                "<iq type='set'><pubsub><collection node='blue'/></pubsub></iq>",
                "<message><body>hello</body></message>",
            })
    void ignores_what_it_does_not_know(String stanza) {
        var reading = fromAgent(stanza);

        assertEquals(List.of(), reading.records());
        assertEquals(1, reading.refusals().size());
    }

    @Test
    void writes_a_route_as_two_stanzas_of_one_item() {
        String text = new AgentStanzaWriter("compute-1", Dialect.CONTROLLER_JID)
                .write(new Announce(INSTANCE, vmRoute().build()));

        assertEquals(
                "<iq type=\"set\" from=\"compute-1\" to=\"network-control@contrailsystems.com/bgp-peer\" id=\"pubsub0\">"
                        + "<pubsub xmlns=\"http://jabber.org/protocol/pubsub\">"
                        + "<publish node=\"1/1/" + INSTANCE + "/192.168.1.3/32\"><item><entry>"
                        + "<nlri><af>1</af><safi>1</safi><address>192.168.1.3/32</address></nlri>"
                        + "<next-hops><next-hop><af>1</af><address>192.168.100.3</address><label>17</label>"
                        + "<tunnel-encapsulation-list><tunnel-encapsulation>gre</tunnel-encapsulation>"
                        + "<tunnel-encapsulation>udp</tunnel-encapsulation></tunnel-encapsulation-list>"
                        + "<virtual-network>default-domain:default-project:test_vn</virtual-network>"
                        + "</next-hop></next-hops><version>1</version>"
                        + "<virtual-network>default-domain:default-project:test_vn</virtual-network>"
                        + "<mobility seqno=\"1\" sticky=\"false\"/><sequence-number>1</sequence-number>"
                        + "<security-group-list><security-group>8000001</security-group></security-group-list>"
                        + "<community-tag-list/><local-preference>200</local-preference><med>0</med>"
                        + "<sub-protocol>interface</sub-protocol></entry></item></publish></pubsub></iq>"
                        + "<iq type=\"set\" from=\"compute-1\" to=\"network-control@contrailsystems.com/bgp-peer\" "
                        + "id=\"collection0\"><pubsub xmlns=\"http://jabber.org/protocol/pubsub\">"
                        + "<collection node=\"" + INSTANCE + "\"><associate node=\"1/1/" + INSTANCE
                        + "/192.168.1.3/32\"/></collection></pubsub></iq>",
                text);
    }

    private static RouteNextHop nextHop(Reading<AgentRequest> reading) {
        return ((Announce) reading.records().get(0)).route().nextHops().get(0);
    }

    private static String publish(String prefix) {
        return IQ + "<publish node='1/1/blue/" + prefix + "'><item><entry>"
                + "<nlri><af>1</af><safi>1</safi><address>" + prefix + "</address></nlri>"
                + "<next-hops><next-hop><af>1</af><address>192.168.1.1</address><mac></mac><label>10000</label><vni>0</vni>"
                + "<tunnel-encapsulation-list><tunnel-encapsulation>gre</tunnel-encapsulation>"
                + "<tunnel-encapsulation>udp</tunnel-encapsulation></tunnel-encapsulation-list>"
                + "<virtual-network>default:blue</virtual-network><tag-list /></next-hop></next-hops>"
                + "<version>1</version><virtual-network>default:blue</virtual-network>"
                + "<mobility seqno='0' sticky='false' /><sequence-number>9</sequence-number>"
                + "<security-group-list><security-group>4</security-group><security-group>8000001</security-group>"
                + "</security-group-list><community-tag-list><community-tag>no-export</community-tag>"
                + "<community-tag>64512:100</community-tag></community-tag-list>"
                + "<local-preference>100</local-preference><med>0</med>"
                + "<load-balance><load-balance-fields /><load-balance-decision>field-hash</load-balance-decision></load-balance>"
                + "</entry></item></publish>" + END;
    }

    private static String collection(String verb, String prefix) {
        return IQ + "<collection node='blue'><" + verb + " node='1/1/blue/" + prefix + "' /></collection>" + END;
    }

    private static String evpn(String mac, String address) {
        String itemId = "25/242/" + mac + "," + address;
        return IQ + "<publish node='" + itemId + "'><item><entry><nlri><af>25</af><safi>242</safi>"
                + "<ethernet-tag>0</ethernet-tag><mac>" + mac + "</mac><address>" + address + "</address></nlri>"
                + "<next-hops><next-hop><af>1</af><address>192.168.1.1</address><label>30</label>"
                + "<tunnel-encapsulation-list><tunnel-encapsulation>gre</tunnel-encapsulation></tunnel-encapsulation-list>"
                + "</next-hop></next-hops><edge-replication-not-supported>true</edge-replication-not-supported>"
                + "</entry></item></publish>" + END + IQ + "<collection node='blue'><associate node='" + itemId
                + "'/></collection>" + END;
    }

    private static String multicast(String range, String group) {
        String itemId = "1/241/blue/" + group + ",0.0.0.0";
        return IQ + "<publish node='" + itemId + "'><item><entry><nlri><af>1</af><safi>241</safi><group>" + group
                + "</group><source>0.0.0.0</source></nlri><next-hops><next-hop><af>1</af><address>192.168.1.1</address>"
                + "<label>" + range
                + "</label><tunnel-encapsulation-list><tunnel-encapsulation>gre</tunnel-encapsulation>"
                + "</tunnel-encapsulation-list></next-hop></next-hops></entry></item></publish>" + END + IQ
                + "<collection node='blue'><associate node='" + itemId + "'/></collection>" + END;
    }
}
