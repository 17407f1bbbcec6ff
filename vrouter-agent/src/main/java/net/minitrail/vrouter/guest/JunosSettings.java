package net.minitrail.vrouter.guest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import org.jspecify.annotations.Nullable;

/**
 * What a Junos configuration means.
 *
 * @param interfaces by number: ge-0/0/0 is 0
 * @param loopbacks addresses of lo0
 * @param routes next hops of static routes by prefix
 */
record JunosSettings(
        @Nullable String hostName,
        ImmutableMap<Integer, Interface> interfaces,
        ImmutableSet<Ipv4Address> loopbacks,
        ImmutableMap<Ipv4Prefix, Ipv4Address> routes) {

    /**
     * One interface.
     *
     * @param address null where it is left to DHCP
     */
    record Interface(
            boolean disabled, @Nullable Ipv4Address address, int maskLength, ImmutableList<VrrpGroup> groups) {}

    private static final Pattern INTERFACE = Pattern.compile("interfaces ge-0/0/([0-9]) (.*)");
    private static final Pattern ADDRESS = Pattern.compile("unit 0 family inet address ([0-9.]+)/([0-9]+)( .*)?");
    private static final Pattern GROUP = Pattern.compile(" vrrp-group ([0-9]+) ([a-z-]+)(?: (.*))?");
    private static final Pattern LOOPBACK = Pattern.compile("interfaces lo0 .* address ([0-9.]+)(/32)?");
    private static final Pattern ROUTE = Pattern.compile("routing-options static route (.*) next-hop (.*)");

    /** Reads statements. Throws {@code IllegalArgumentException} with what is wrong with a value. */
    static JunosSettings of(JunosStatements statements) {
        String hostName = null;
        var routes = new LinkedHashMap<Ipv4Prefix, Ipv4Address>();
        var cards = new LinkedHashMap<Integer, Card>();
        Set<Ipv4Address> loopbacks = new LinkedHashSet<>();
        for (String line : statements.lines()) {
            Matcher card = INTERFACE.matcher(line);
            Matcher loopback = LOOPBACK.matcher(line);
            Matcher route = ROUTE.matcher(line);
            if (line.startsWith("system host-name ")) {
                hostName = line.substring("system host-name ".length());
            } else if (card.matches()) {
                cards.computeIfAbsent(Integer.valueOf(card.group(1)), number -> new Card())
                        .read(card.group(2));
            } else if (loopback.matches()) {
                loopbacks.add(Ipv4Address.parse(loopback.group(1)));
            } else if (route.matches()) {
                routes.put(Ipv4Prefix.parse(route.group(1)), Ipv4Address.parse(route.group(2)));
            }
        }
        var interfaces = ImmutableMap.<Integer, Interface>builder();
        cards.forEach((number, card) -> interfaces.put(number, card.build()));
        return new JunosSettings(
                hostName, interfaces.buildOrThrow(), ImmutableSet.copyOf(loopbacks), ImmutableMap.copyOf(routes));
    }

    /** An interface while its statements are read. */
    private static final class Card {
        private final Map<Integer, Map<String, String>> groups = new LinkedHashMap<>();
        private boolean disabled;
        private @Nullable Ipv4Address address;
        private int maskLength;

        void read(String text) {
            Matcher matcher = ADDRESS.matcher(text);
            disabled |= text.equals("disable");
            if (matcher.matches()) {
                address = Ipv4Address.parse(matcher.group(1));
                maskLength = Integer.parseInt(matcher.group(2));
                Ipv4Prefix.mask(maskLength);
                Matcher group = GROUP.matcher(matcher.group(3) == null ? "" : matcher.group(3));
                if (group.matches()) {
                    groups.computeIfAbsent(Integer.valueOf(group.group(1)), id -> new LinkedHashMap<>())
                            .put(group.group(2), group.group(3) == null ? "" : group.group(3));
                }
            }
        }

        Interface build() {
            var built = ImmutableList.<VrrpGroup>builder();
            Ipv4Address own = address;
            if (own != null) {
                groups.forEach((id, options) -> built.add(group(own, id, options)));
            }
            return new Interface(disabled, own, maskLength, built.build());
        }

        private static VrrpGroup group(Ipv4Address own, int id, Map<String, String> options) {
            String virtual = options.get("virtual-address");
            if (virtual == null) {
                throw new IllegalArgumentException("vrrp-group " + id + " has no virtual-address");
            }
            return new VrrpGroup(
                    own,
                    inRange("vrrp-group", id),
                    Ipv4Address.parse(virtual),
                    inRange("priority", number(options, "priority", VrrpGroup.DEFAULT_PRIORITY)),
                    !options.containsKey("no-preempt"),
                    options.containsKey("accept-data"),
                    inRange("advertise-interval", number(options, "advertise-interval", 1)));
        }

        private static int number(Map<String, String> options, String key, int otherwise) {
            String text = options.get(key);
            return text == null ? otherwise : Integer.parseInt(text);
        }

        private static int inRange(String what, int value) {
            if (value < 1 || value > 255) {
                throw new IllegalArgumentException(what + " " + value + " is not in 1..255");
            }
            return value;
        }
    }
}
