package net.minitrail.vrouter.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;

/**
 * A filter expression of tcpdump, as far as it is used here: {@code arp ip ip6 icmp tcp udp gre}, {@code proto P},
 * {@code [src|dst] host A}, {@code [src|dst] net P}, {@code [src|dst] port N}, {@code ether host M}, with {@code not},
 * {@code and}, {@code or} and parentheses. {@code and} and {@code or} bind alike, as in tcpdump. Immutable.
 */
final class FrameFilter {
    private static final Map<String, Integer> PROTOCOLS =
            Map.of("icmp", 1, "tcp", 6, "udp", 17, "gre", 47, "icmp6", 58, "vrrp", 112);

    private final Predicate<FrameView> match;

    private FrameFilter(Predicate<FrameView> match) {
        this.match = match;
    }

    /** Reads the words of an expression; none matches everything. */
    static FrameFilter parse(List<String> words) throws CommandException {
        var tokens = new ArrayDeque<String>();
        for (String word : words) {
            for (String token : word.replace("(", " ( ")
                    .replace(")", " ) ")
                    .replace("!", " ! ")
                    .split("\\s+", -1)) {
                if (!token.isEmpty()) {
                    tokens.add(token);
                }
            }
        }
        if (tokens.isEmpty()) {
            return new FrameFilter(frame -> true);
        }
        Predicate<FrameView> match = expression(tokens);
        if (!tokens.isEmpty()) {
            throw syntaxError();
        }
        return new FrameFilter(match);
    }

    /** Whether a frame passes; one that can't be decoded does not. */
    boolean matches(byte[] frame) {
        try {
            return match.test(FrameView.of(frame));
        } catch (MalformedPacketException e) {
            return false;
        }
    }

    private static Predicate<FrameView> expression(Deque<String> tokens) throws CommandException {
        Predicate<FrameView> left = term(tokens);
        while (!tokens.isEmpty() && List.of("and", "&&", "or", "||").contains(tokens.element())) {
            boolean and = List.of("and", "&&").contains(tokens.remove());
            Predicate<FrameView> right = term(tokens);
            left = and ? left.and(right) : left.or(right);
        }
        return left;
    }

    private static Predicate<FrameView> term(Deque<String> tokens) throws CommandException {
        String word = next(tokens);
        return switch (word) {
            case "not", "!" -> term(tokens).negate();
            case "(" -> parenthesis(tokens);
            case "arp" -> frame -> frame.etherType() == EthernetFrame.ARP;
            case "ip" -> version(EthernetFrame.IPV4, tokens);
            case "ip6" -> version(EthernetFrame.IPV6, tokens);
            case "proto" -> protocolIs(protocol(next(tokens)));
            case "src", "dst" -> oneEnd(word.equals("src"), tokens);
            case "host", "net", "port" -> bothEnds(word, tokens);
            case "ether" -> ether(next(tokens), tokens);
            default -> named(word, tokens);
        };
    }

    private static Predicate<FrameView> parenthesis(Deque<String> tokens) throws CommandException {
        Predicate<FrameView> inner = expression(tokens);
        if (!next(tokens).equals(")")) {
            throw syntaxError();
        }
        return inner;
    }

    private static Predicate<FrameView> version(int etherType, Deque<String> tokens) throws CommandException {
        boolean qualified = !tokens.isEmpty() && tokens.element().equals("proto");
        Predicate<FrameView> rest = qualified ? term(tokens) : frame -> true;
        return rest.and(frame -> frame.etherType() == etherType);
    }

    /** Takes {@code port 22} and, as people write it, {@code port not 22}. */
    private static Predicate<FrameView> bothEnds(String kind, Deque<String> tokens) throws CommandException {
        String value = next(tokens);
        return value.equals("not") ? ends(kind, next(tokens), true, true).negate() : ends(kind, value, true, true);
    }

    private static Predicate<FrameView> oneEnd(boolean source, Deque<String> tokens) throws CommandException {
        String kind = next(tokens);
        boolean plain = !List.of("host", "net", "port").contains(kind);
        return ends(plain ? "host" : kind, plain ? kind : next(tokens), source, !source);
    }

    private static Predicate<FrameView> named(String word, Deque<String> tokens) throws CommandException {
        if (!PROTOCOLS.containsKey(word)) {
            throw syntaxError();
        }
        boolean qualified = !tokens.isEmpty() && tokens.element().equals("port");
        Predicate<FrameView> rest = qualified ? term(tokens) : frame -> true;
        return rest.and(protocolIs(protocol(word)));
    }

    private static Predicate<FrameView> protocolIs(int number) {
        return frame -> frame.protocol() == number;
    }

    private static Predicate<FrameView> ether(String kind, Deque<String> tokens) throws CommandException {
        try {
            MacAddress mac = MacAddress.parse(next(tokens));
            return switch (kind) {
                case "host" ->
                    frame -> frame.sourceMac().equals(mac)
                            || frame.destinationMac().equals(mac);
                case "src" -> frame -> frame.sourceMac().equals(mac);
                case "dst" -> frame -> frame.destinationMac().equals(mac);
                default -> throw syntaxError();
            };
        } catch (IllegalArgumentException e) {
            throw syntaxError();
        }
    }

    private static Predicate<FrameView> ends(String kind, String value, boolean source, boolean destination)
            throws CommandException {
        BiPredicate<FrameView, Boolean> one;
        try {
            if (kind.equals("port")) {
                int port = Integer.parseInt(value);
                one = (frame, atSource) -> (atSource ? frame.sourcePort() : frame.destinationPort()) == port;
            } else {
                IpPrefix prefix = kind.equals("net") && value.contains("/")
                        ? IpPrefix.parse(value)
                        : IpPrefix.host(IpAddress.parse(value));
                one = (frame, atSource) -> {
                    IpAddress address = atSource ? frame.source() : frame.destination();
                    return address != null && prefix.contains(address);
                };
            }
        } catch (IllegalArgumentException e) {
            throw syntaxError();
        }
        return frame -> (source && one.test(frame, true)) || (destination && one.test(frame, false));
    }

    private static int protocol(String word) throws CommandException {
        Integer known = PROTOCOLS.get(word);
        if (known != null) {
            return known;
        }
        if (word.matches("[0-9]{1,3}") && Integer.parseInt(word) <= 255) {
            return Integer.parseInt(word);
        }
        throw new CommandException(1, "tcpdump: unknown ip proto '" + word + "'");
    }

    private static String next(Deque<String> tokens) throws CommandException {
        String word = tokens.poll();
        if (word == null) {
            throw syntaxError();
        }
        return word;
    }

    private static CommandException syntaxError() {
        return new CommandException(1, "tcpdump: syntax error in filter expression: syntax error");
    }
}
