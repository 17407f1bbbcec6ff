package net.minitrail.xmpp.stream;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamParserTest {
    private static final String OPEN = "<?xml version='1.0'?><stream:stream from='a6s17' "
            + "to='network-control@contrailsystems.com' version='1.0' xml:lang='en' xmlns='jabber:client' "
            + "xmlns:stream='http://etherx.jabber.org/streams'>";

    @Test
    void reads_the_opening_of_an_agent() throws Exception {
        List<StreamEvent> events = parse(OPEN.getBytes(UTF_8), 1 << 16);

        assertEquals(
                List.of(new StreamEvent.Open(
                        new StreamHeader("a6s17", "network-control@contrailsystems.com", "", "1.0", "jabber:client"))),
                events);
    }

    @Test
    void reads_the_same_from_octets_that_come_one_by_one_and_all_at_once() throws Exception {
        String stream = OPEN
                + "<?xml version=\"1.0\"?>\n<iq type='set'>\n\t<a x=\"1>2\" y='\"/>'>t&lt;&#x41;é\u0200</a>\n\t<b/>\n</iq>\n"
                + "\u0200 \r\n\t\u0200<iq/><?xml version='1.0' encoding='utf-8' standalone='yes'?><message><![CDATA[<]]>]]></message>"
                + "</stream:stream>";

        List<StreamEvent> whole = withoutKeepalives(parse(stream.getBytes(UTF_8), 1 << 16));

        assertEquals(5, whole.size(), whole.toString());
        assertEquals(
                "<iq type=\"set\"><a x=\"1&gt;2\" y=\"&quot;/&gt;\">t&lt;Aé\u0200</a><b/></iq>",
                element(whole.get(1)).toXml());
        assertEquals("<]]>", element(whole.get(3)).text());
        assertEquals(StreamEvent.Close.INSTANCE, whole.get(4));
        for (int size : new int[] {1, 2, 3, 7, 64}) {
            assertEquals(whole, withoutKeepalives(parse(stream.getBytes(UTF_8), size)), "in segments of " + size);
        }
    }

    @Test
    void gives_each_stanza_with_the_octet_that_ends_it() throws Exception {
        var parser = new StreamParser(StreamLimits.DEFAULT);
        parser.feed((OPEN + "<iq><a>1</a></iq").getBytes(UTF_8));
        assertTrue(parser.next() instanceof StreamEvent.Open);
        assertNull(parser.next());

        parser.feed(">".getBytes(UTF_8));

        assertEquals("<iq><a>1</a></iq>", element(parser.next()).toXml());
    }

    @Test
    void hears_keepalives_between_stanzas_only() throws Exception {
        var parser = new StreamParser(StreamLimits.DEFAULT);
        parser.feed((OPEN + "\u0200").getBytes(UTF_8));
        assertTrue(parser.next() instanceof StreamEvent.Open);
        assertEquals(StreamEvent.Keepalive.INSTANCE, parser.next());
        parser.feed("<iq> \u0200 ".getBytes(UTF_8));
        assertNull(parser.next());
        parser.feed(" ".getBytes(UTF_8));
        assertNull(parser.next(), "inside a stanza");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "<iq><a></b></iq> | not-well-formed",
                "<iq><a></iq> | not-well-formed",
                "<iq><a></iq></a> | not-well-formed",
                "</iq> | not-well-formed",
                "<iq a='1' a='2'/> | not-well-formed",
                "<iq a=1/> | not-well-formed",
                "<iq><a<b></iq> | not-well-formed",
                "<x:iq/> | not-well-formed",
                "hello | bad-format",
                "<stream:stream> | bad-format",
                "<!DOCTYPE iq [<!ENTITY a 'b'>]> | restricted-xml",
                "<!DOCTYPE iq SYSTEM 'file:///etc/passwd'> | restricted-xml",
                "<iq><!DOCTYPE iq></iq> | restricted-xml",
                "<!-- comment --> | restricted-xml",
                "<iq><!-- comment --></iq> | restricted-xml",
                "<?php x?> | restricted-xml",
                "<iq><?xml version='1.0'?></iq> | restricted-xml",
                "<iq>&a;</iq> | restricted-xml",
                "<iq a='&a;'/> | restricted-xml",
                "<?xml version='1.0' encoding='UTF-16'?> | unsupported-encoding",
                "<?xml version='1.0' encoding='ISO-8859-1'?> | unsupported-encoding",
            })
    void refuses(String text, String condition) {
        for (int size : new int[] {1, 1 << 16}) {
            var error = assertThrows(StreamException.class, () -> parse((OPEN + text).getBytes(UTF_8), size));
            assertEquals(condition, error.error().condition(), error.getMessage());
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "<iq/> | bad-format",
                "<stream xmlns='jabber:client'> | invalid-namespace",
                "<stream:stream xmlns='jabber:client'> | invalid-namespace",
                "<stream:stream xmlns='jabber:client' xmlns:stream='urn:other'> | invalid-namespace",
                "GET / HTTP/1.1 | bad-format",
                "<!DOCTYPE stream> | restricted-xml",
            })
    void refuses_before_a_stream_is_open(String text, String condition) {
        var error = assertThrows(StreamException.class, () -> parse(text.getBytes(UTF_8), 1));
        assertEquals(condition, error.error().condition(), error.getMessage());
    }

    @Test
    void refuses_byte_order_marks() {
        for (byte[] octets : List.of(
                ("\uFEFF" + OPEN).getBytes(UTF_8),
                ("\uFEFF" + OPEN).getBytes(UTF_16BE),
                ("\uFEFF" + OPEN).getBytes(UTF_16LE),
                OPEN.getBytes(UTF_16BE))) {
            var error = assertThrows(StreamException.class, () -> parse(octets, 1));
            assertEquals(StreamError.UNSUPPORTED_ENCODING, error.error());
        }
    }

    @Test
    void refuses_what_is_not_utf_8() {
        byte[][] malformed = {
            {(byte) 0xFF},
            {(byte) 0xC0, (byte) 0xAF},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0x80},
            {0},
            {1},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xE2, (byte) 0x82, '<'}
        };
        for (byte[] octets : malformed) {
            byte[] start = (OPEN + "<iq>").getBytes(UTF_8);
            byte[] end = "</iq>".getBytes(UTF_8);
            byte[] all = new byte[start.length + octets.length + end.length];
            System.arraycopy(start, 0, all, 0, start.length);
            System.arraycopy(octets, 0, all, start.length, octets.length);
            System.arraycopy(end, 0, all, start.length + octets.length, end.length);
            var error = assertThrows(StreamException.class, () -> parse(all, 1));
            assertEquals(StreamError.NOT_WELL_FORMED, error.error(), error.getMessage());
        }
    }

    @Test
    void refuses_what_is_past_a_limit_before_it_is_whole() {
        assertPolicy("<iq>" + "x".repeat(1 << 20));
        assertPolicy("<iq a='" + "x".repeat(1 << 20));
        assertPolicy("<a>".repeat(100_000));
        assertPolicy("<iq>" + "<a/>".repeat(20_001));
        assertPolicy("<" + "n".repeat(300) + "/>");
        var attributes = new StringBuilder("<iq");
        for (int i = 0; i < 100_000; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        assertPolicy(attributes.toString());
        var names = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            names.append("<n").append(i).append("/>");
        }
        assertPolicy(names.toString());
        var header = assertThrows(
                StreamException.class, () -> parse(("<stream:stream a='" + "x".repeat(20_000)).getBytes(UTF_8), 1000));
        assertEquals(StreamError.POLICY_VIOLATION, header.error());
    }

    @Test
    void a_stanza_of_just_the_limit_passes() throws Exception {
        String stanza = "<iq>" + "x".repeat((1 << 20) - 9) + "</iq>";
        assertEquals(2, parse((OPEN + stanza).getBytes(UTF_8), 4096).size());
    }

    private static void assertPolicy(String text) {
        var error = assertThrows(StreamException.class, () -> parse((OPEN + text).getBytes(UTF_8), 4096));
        assertEquals(StreamError.POLICY_VIOLATION, error.error(), error.getMessage());
    }

    private static XmlElement element(StreamEvent event) {
        return ((StreamEvent.Element) event).element();
    }

    private static List<StreamEvent> withoutKeepalives(List<StreamEvent> events) {
        return events.stream()
                .filter(event -> event != StreamEvent.Keepalive.INSTANCE)
                .toList();
    }

    private static List<StreamEvent> parse(byte[] octets, int segment) throws StreamException {
        var parser = new StreamParser(StreamLimits.DEFAULT);
        var events = new ArrayList<StreamEvent>();
        for (int i = 0; i < octets.length; i += segment) {
            parser.feed(java.util.Arrays.copyOfRange(octets, i, Math.min(octets.length, i + segment)));
            for (StreamEvent event = parser.next(); event != null; event = parser.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
