package net.minitrail.vrouter.service;

import java.util.ArrayList;
import java.util.Locale;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.packet.DnsMessage;
import net.minitrail.net.packet.DnsMessage.Answer;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;

/**
 * Names of a network's guests on this node, and the names of their addresses. Stateless.
 *
 * <p>What is left out: zones, names of guests on other nodes, and asking other servers.
 */
final class NameServer {
    private static final int SECONDS = 120;
    private static final String REVERSE = ".in-addr.arpa";

    private NameServer() {}

    static DnsMessage answer(OperVrf vrf, DnsMessage question) {
        var answers = new ArrayList<Answer>();
        boolean known = false;
        for (OperInterface oper : vrf.interfaces()) {
            String name = oper.port().displayName().toLowerCase(Locale.ROOT);
            for (IpPrefix prefix : oper.claimedAddresses()) {
                IpAddress address = prefix.address();
                boolean own = address.equals(oper.vif().address())
                        || address.equals(oper.vif().address6());
                boolean named = own && name.equals(question.name());
                boolean reversed = own && question.name().equals(reverse(address));
                known |= named || reversed;
                if (named && question.type() == (address.isV4() ? DnsMessage.A : DnsMessage.AAAA)) {
                    answers.add(new Answer(question.type(), SECONDS, address.toString()));
                } else if (reversed && question.type() == DnsMessage.PTR) {
                    answers.add(new Answer(DnsMessage.PTR, SECONDS, oper.port().displayName()));
                }
            }
        }
        return question.answer(known ? 0 : DnsMessage.NO_SUCH_NAME, answers);
    }

    /** {@code 4.5.5.5.in-addr.arpa} for 5.5.5.4; empty for IPv6. */
    private static String reverse(IpAddress address) {
        if (!address.isV4()) {
            return "";
        }
        var text = new StringBuilder();
        byte[] octets = address.octets();
        for (int i = octets.length - 1; i >= 0; i--) {
            text.append(octets[i] & 0xFF).append(i == 0 ? "" : ".");
        }
        return text + REVERSE;
    }
}
