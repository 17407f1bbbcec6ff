package net.minitrail.vrouter.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The language of {@code flow --match}: terms joined by {@code &}, each {@code vrf N}, {@code proto NAME}, or one or two
 * ends joined by a comma. An end is {@code ADDRESS}, {@code ADDRESS:PORT} or {@code [ADDRESS]:PORT}, with {@code *} for any.
 *
 * @param vrf or -1 for any
 * @param protocol or -1 for any
 */
public record FlowMatch(List<End> ends, int vrf, int protocol) {
    /** Matches all. */
    public static final FlowMatch ALL = new FlowMatch(List.of(), -1, -1);

    private static final Map<String, Integer> PROTOCOLS =
            Map.of("tcp", 6, "udp", 17, "icmp6", 58, "icmp", 1, "sctp", 132);

    public FlowMatch {
        ends = List.copyOf(ends);
    }

    /**
     * An end of a flow.
     *
     * @param address or null for any
     * @param port or -1 for any
     */
    public record End(@Nullable IpAddress address, int port) {
        private boolean is(IpAddress flowAddress, int flowPort) {
            return (address == null || address.equals(flowAddress)) && (port < 0 || port == flowPort);
        }

        private boolean isSource(FlowKey key) {
            return is(key.source(), key.sourcePort());
        }

        private boolean isDestination(FlowKey key) {
            return is(key.destination(), key.destinationPort());
        }

        @Override
        public String toString() {
            return "[" + (address == null ? "*" : address) + "]:" + (port < 0 ? "*" : port);
        }
    }

    /** Reads an expression. Throws {@code IllegalArgumentException} with what is wrong in words. */
    public static FlowMatch parse(String text) {
        var ends = new ArrayList<End>();
        int vrf = -1;
        int protocol = -1;
        for (String part : text.split("&", -1)) {
            String term = part.strip();
            if (term.startsWith("vrf")) {
                vrf = number(term.substring(3).strip(), "vrf");
            } else if (term.startsWith("proto")) {
                String name = term.substring(5).strip();
                Integer known = PROTOCOLS.get(name);
                if (known == null) {
                    throw new IllegalArgumentException("Unsupported protocol \"" + name + "\"");
                }
                protocol = known;
            } else {
                for (String end : term.split(",", -1)) {
                    ends.add(end(end.strip()));
                }
            }
        }
        if (ends.size() > 2) {
            throw new IllegalArgumentException("match: Why do you specify \"" + ends.get(2)
                    + "\" when both ends of the flow are already specified");
        }
        boolean mixed = ends.stream()
                        .map(End::address)
                        .filter(Objects::nonNull)
                        .map(IpAddress::isV4)
                        .distinct()
                        .count()
                == 2;
        if (mixed) {
            throw new IllegalArgumentException("match: You are trying to match v4 and v6 flow together\n"
                    + "match: It does not make sense to me at this point of time");
        }
        return new FlowMatch(ends, vrf, protocol);
    }

    private static End end(String text) {
        String address = text;
        String port = "*";
        if (text.startsWith("[")) {
            int close = text.indexOf("]:");
            if (close < 0) {
                throw new IllegalArgumentException(
                        text.indexOf(']') < 0
                                ? "match: No closing ']'"
                                : "match: match string should be in [aa:aa::aa:aa]:p format");
            }
            address = text.substring(1, close);
            port = text.substring(close + 2);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            address = text.substring(0, text.indexOf(':'));
            port = text.substring(text.indexOf(':') + 1);
        }
        try {
            return new End(
                    address.equals("*") ? null : IpAddress.parse(address),
                    port.equals("*") ? -1 : number(port, "port"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("match: '" + text + "' is not an address, or an address and a port", e);
        }
    }

    private static int number(String text, String what) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("match: '" + text + "' is not a " + what + " (0 to 65535)");
        }
        return Integer.parseInt(text);
    }

    /** One end matches either end of the flow, two match opposite ends. */
    public boolean matches(Flow flow) {
        FlowKey key = flow.key();
        if ((vrf >= 0 && flow.vrf() != vrf) || (protocol >= 0 && key.protocol() != protocol)) {
            return false;
        }
        return switch (ends.size()) {
            case 0 -> true;
            case 1 -> ends.get(0).isSource(key) || ends.get(0).isDestination(key);
            default ->
                (ends.get(0).isSource(key) && ends.get(1).isDestination(key))
                        || (ends.get(1).isSource(key) && ends.get(0).isDestination(key));
        };
    }

    /** What the tool says that it lists, without the parentheses; empty if it lists all. */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        ends.forEach(end -> parts.add(end.toString()));
        PROTOCOLS.forEach((name, number) -> {
            if (number == protocol) {
                parts.add("Protocol " + name.toUpperCase(Locale.ROOT));
            }
        });
        if (vrf >= 0) {
            parts.add("VRF " + vrf);
        }
        return String.join(", ", parts);
    }
}
