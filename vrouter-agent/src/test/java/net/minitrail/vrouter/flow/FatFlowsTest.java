package net.minitrail.vrouter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.vrouter.flow.FatFlowRule.Ignored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FatFlowsTest {
    private static final List<IpPrefix> OWN = List.of(
            IpPrefix.parse("172.30.100.1/32"), IpPrefix.parse("172.30.100.2/32"), IpPrefix.parse("169.254.0.0/16"));

    /**
     * Rules are {@code PROTOCOL/PORT/IGNORED[/SOURCE>BITS][/DESTINATION>BITS]}, ends {@code ADDRESS,PORT}; the guest's comes
     * first. The way back is the same key turned round.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the six combinations of the post, with ssh and telnet
                "6/0/none | 6 | 10.10.0.1,64165 | 8.8.8.8,22 | 10.10.0.1,0 | 8.8.8.8,0",
                "6/0/none | 6 | 10.10.0.1,52986 | 8.8.8.8,23 | 10.10.0.1,0 | 8.8.8.8,0",
                "6/22/none | 6 | 10.10.0.1,64165 | 8.8.8.8,22 | 10.10.0.1,0 | 8.8.8.8,22",
                "6/22/none | 6 | 10.10.0.1,64228 | 8.8.8.8,23 | 10.10.0.1,64228 | 8.8.8.8,23",
                "6/0/source | 6 | 10.10.0.1,64165 | 8.8.8.8,22 | 0.0.0.0,0 | 8.8.8.8,0",
                "6/22/source | 6 | 10.10.0.2,64165 | 8.8.8.8,22 | 0.0.0.0,0 | 8.8.8.8,22",
                "6/22/source | 6 | 10.10.0.1,55216 | 8.8.8.8,23 | 10.10.0.1,55216 | 8.8.8.8,23",
                "6/0/destination | 6 | 10.10.0.1,64165 | 8.8.8.8,22 | 10.10.0.1,0 | 0.0.0.0,0",
                "6/22/destination | 6 | 10.10.0.1,64165 | 8.8.8.8,22 | 10.10.0.1,0 | 0.0.0.0,22",
                "6/22/destination | 6 | 10.10.0.1,62123 | 8.8.8.8,23 | 10.10.0.1,62123 | 8.8.8.8,23",
                // other protocols, and which port counts
                "6/0/none | 17 | 10.10.0.1,4000 | 8.8.8.8,53 | 10.10.0.1,4000 | 8.8.8.8,53",
                "1/0/none | 1 | 10.10.0.1,23041 | 8.8.8.8,0 | 10.10.0.1,0 | 8.8.8.8,0",
                "6/22/none 6/0/none | 6 | 10.10.0.1,40000 | 8.8.8.8,22 | 10.10.0.1,0 | 8.8.8.8,22",
                "6/22/none 6/0/none | 6 | 10.10.0.1,40000 | 8.8.8.8,23 | 10.10.0.1,0 | 8.8.8.8,0",
                "6/22/none 6/80/none | 6 | 10.10.0.1,80 | 8.8.8.8,22 | 10.10.0.1,0 | 8.8.8.8,22",
                "6/22/none 6/80/none | 6 | 10.10.0.1,22 | 8.8.8.8,80 | 10.10.0.1,22 | 8.8.8.8,0",
                // the vRouter's own addresses
                "6/0/source | 6 | 10.10.0.1,64165 | 172.30.100.1,179 | 10.10.0.1,64165 | 172.30.100.1,179",
                "6/0/source | 6 | 10.10.0.1,64165 | 169.254.169.254,80 | 10.10.0.1,64165 | 169.254.169.254,80",
                // prefixes of release 5.1: the examples of its specification
                "17/53/destination/10.0.0.0/8>28 | 17 | 10.0.0.5,4000 | 30.0.0.1,53 | 10.0.0.0,0 | 0.0.0.0,53",
                "6/0/none/10.0.0.0/8>28/20.0.0.0/8>28 | 6 | 10.0.0.17,4000 | 20.0.0.9,80 | 10.0.0.16,0 | 20.0.0.0,0",
                "6/0/none/10.0.0.0/8>28/20.0.0.0/8>28 | 6 | 10.0.0.17,4000 | 21.0.0.9,80 | 10.0.0.17,4000 | 21.0.0.9,80",
                "6/0/none/-/20.0.0.0/8>24 | 6 | 10.0.0.17,4000 | 20.0.7.9,80 | 10.0.0.17,0 | 20.0.7.0,0",
                // a rule without prefixes goes first, then a source's; the longer prefix before the shorter
                "6/0/none/10.0.0.0/8>24 6/80/none | 6 | 10.0.0.17,4000 | 20.0.0.9,80 | 10.0.0.17,0 | 20.0.0.9,80",
                "6/0/none/-/20.0.0.0/8>8 6/0/none/10.0.0.0/8>8 | 6 | 10.1.0.17,4000 | 20.0.0.9,80 | 10.0.0.0,0 | 20.0.0.9,0",
                "6/0/none/10.0.0.0/8>8 6/0/none/10.1.0.0/16>24 | 6 | 10.1.3.17,4000 | 20.0.0.9,80 | 10.1.3.0,0 | 20.0.0.9,0",
                "6/0/none/fd00::/32>64 | 6 | fd00:0:0:1::9,4000 | 2001:db8::1,80 | fd00:0:0:1::,0 | 2001:db8::1,0",
                "6/0/none/fd00::/32>80 | 6 | fd00::1:2:3:4,4000 | 2001:db8::1,80 | fd00::1:0:0:0,0 | 2001:db8::1,0",
                "58/0/source | 58 | fd00::1,23041 | 2001:db8::1,129 | ::,0 | 2001:db8::1,0",
            })
    void keys(String rules, int protocol, String guest, String other, String guestKey, String otherKey) {
        var parsed = new ArrayList<FatFlowRule>();
        for (String rule : rules.split(" ", -1)) {
            parsed.add(rule(rule));
        }
        FatFlows flows = FatFlows.of(parsed, OWN);
        boolean icmp = protocol == 1 || protocol == 58;
        int back = port(icmp ? guest : other);
        FlowKey there = flows.key(fields(protocol, guest, other, port(guest), port(other)), 122, true);
        FlowKey answer = flows.key(fields(protocol, other, guest, back, icmp ? port(other) : port(guest)), 122, false);

        FlowKey expected = fields(protocol, guestKey, otherKey, port(guestKey), port(otherKey))
                .key(122);
        assertEquals(expected, there);
        assertEquals(there.reversed(122), answer);
    }

    @Test
    void of_two_equal_ports_that_of_the_destination_stays_whichever_way_a_packet_goes() {
        FatFlows flows = FatFlows.of(List.of(FatFlowRule.of(6, 22, Ignored.NONE)), OWN);
        String guest = "10.10.0.1,22";
        String other = "8.8.8.8,22";
        assertEquals(fields(6, guest, other, 0, 22).key(122), flows.key(fields(6, guest, other, 22, 22), 122, true));
        assertEquals(fields(6, other, guest, 0, 22).key(122), flows.key(fields(6, other, guest, 22, 22), 122, false));
    }

    @Test
    void rules_are_shown_as_vif_shows_them_by_protocol() {
        FatFlows flows = FatFlows.of(
                List.of(
                        FatFlowRule.of(17, 53, Ignored.NONE),
                        FatFlowRule.of(6, 22, Ignored.SOURCE),
                        FatFlowRule.of(6, 0, Ignored.DESTINATION),
                        FatFlowRule.of(1, 8, Ignored.NONE)),
                OWN);
        assertEquals("[1:*, 6:22  - Sip, 6:* - Dip, 17:53 ]", flows.rules().toString());
        assertEquals(FatFlows.NONE, FatFlows.of(List.of(), OWN));
    }

    @Test
    void rules_that_contradict_themselves_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> rule("0/22/none"));
        assertThrows(IllegalArgumentException.class, () -> rule("6/70000/none"));
        assertThrows(IllegalArgumentException.class, () -> rule("6/0/source/10.0.0.0/8>28"));
        assertThrows(IllegalArgumentException.class, () -> rule("6/0/none/10.0.0.0/8>7"));
        assertThrows(IllegalArgumentException.class, () -> rule("6/0/none/10.0.0.0/8>33"));
    }

    private static FatFlowRule rule(String text) {
        String[] words = text.split("/", 4);
        String prefixes = words.length < 4 ? "" : words[3];
        String source = prefixes;
        String destination = "";
        int end = prefixes.indexOf('/', prefixes.indexOf('>') + 1);
        if (prefixes.startsWith("-/")) {
            source = "";
            destination = prefixes.substring(2);
        } else if (prefixes.indexOf('>') >= 0 && end > 0) {
            source = prefixes.substring(0, end);
            destination = prefixes.substring(end + 1);
        }
        return new FatFlowRule(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Ignored.valueOf(words[2].toUpperCase(java.util.Locale.ROOT)),
                prefix(source),
                bits(source),
                prefix(destination),
                bits(destination));
    }

    private static IpPrefix prefix(String text) {
        return text.isEmpty() ? null : IpPrefix.parse(text.substring(0, text.indexOf('>')));
    }

    private static int bits(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text.substring(text.indexOf('>') + 1));
    }

    private static FlowFields fields(int protocol, String from, String to, int sourcePort, int destinationPort) {
        IpAddress source = IpAddress.parse(from.substring(0, from.indexOf(',')));
        IpAddress destination = IpAddress.parse(to.substring(0, to.indexOf(',')));
        return new FlowFields(
                source.isV4(),
                protocol,
                sourcePort,
                destinationPort,
                high(source),
                low(source),
                high(destination),
                low(destination),
                false);
    }

    private static int port(String end) {
        return Integer.parseInt(end.substring(end.indexOf(',') + 1));
    }

    private static long high(IpAddress address) {
        return address instanceof Ipv6Address v6 ? v6.high() : 0;
    }

    private static long low(IpAddress address) {
        return address instanceof Ipv6Address v6 ? v6.low() : ((Ipv4Address) address).value() & 0xFFFF_FFFFL;
    }
}
