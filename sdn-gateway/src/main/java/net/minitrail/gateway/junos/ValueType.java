package net.minitrail.gateway.junos;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;

/**
 * What a value of a statement must look like. Immutable.
 *
 * @param label its name in help and errors, such as {@code prefix}, {@code 1..65535} or {@code internal/external}
 * @param words the words it may be, if it is a choice; else empty
 */
public record ValueType(String label, List<String> words) {
    private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)");
    private static final Pattern DEVICE = Pattern.compile("[a-z]+[0-9]*(-[0-9]+/[0-9]+/[0-9]+(:[0-9]+)?)?");
    private static final Pattern LOGICAL = Pattern.compile("[a-z]+[0-9]*(-[0-9]+/[0-9]+/[0-9]+(:[0-9]+)?)?\\.[0-9]+");
    private static final Pattern NAME = Pattern.compile("[^\\s\"{}\\[\\];]{1,128}");
    private static final long MAX_AS = 0xFFFF_FFFFL;

    private static final Map<String, Consumer<String>> CHECKS = Map.ofEntries(
            Map.entry("name", word -> matches(NAME, word)),
            Map.entry("string", word -> {}),
            Map.entry("address", IpAddress::parse),
            Map.entry("ipv4", Ipv4Address::parse),
            Map.entry("prefix", IpPrefix::parse),
            Map.entry("interface-address", ValueType::interfaceAddress),
            Map.entry("destination", ValueType::destination),
            Map.entry("rd", RouteDistinguisher::parse),
            Map.entry("target", RouteTarget::parse),
            Map.entry("interface", word -> matches(LOGICAL, word)),
            Map.entry("interface-device", word -> matches(DEVICE, word)),
            Map.entry("next-hop", word -> {
                if (!LOGICAL.matcher(word).matches()) {
                    IpAddress.parse(word);
                }
            }),
            Map.entry("policy-next-hop", word -> {
                if (!List.of("self", "peer-address", "reject", "discard").contains(word)) {
                    IpAddress.parse(word);
                }
            }),
            Map.entry("as", ValueType::as),
            Map.entry("hold-time", word -> {
                if (!word.equals("0")) {
                    range(word, 3, 65535);
                }
            }),
            Map.entry("idle-timeout", word -> {
                if (!word.equals("forever")) {
                    range(word, 1, 2400);
                }
            }),
            Map.entry("interval", word -> {
                if (!(Double.parseDouble(word) >= 0.01)) {
                    throw new IllegalArgumentException("the shortest interval is 0.01");
                }
            }),
            Map.entry("mask-length", word -> length(word, "/")),
            Map.entry("mask-range", ValueType::maskRange),
            Map.entry("community", CommunityMember::parse));

    private static final Map<String, List<String>> CHOICES = Map.of(
            "protocol", List.of("aggregate", "bgp", "direct", "local", "static"),
            "route-protocol", List.of("bgp", "direct", "local", "static", "tunnel", "vpn", "rtarget"),
            "bgp-family", List.of("inet", "inet6", "inet-vpn", "inet6-vpn", "route-target", "evpn"));

    /** The type that a grammar file names so. */
    static ValueType named(String label) {
        List<String> words = CHOICES.getOrDefault(label, label.contains("/") ? List.of(label.split("/")) : List.of());
        if (words.isEmpty()
                && !CHECKS.containsKey(label)
                && !RANGE.matcher(label).matches()) {
            throw new IllegalStateException("statements.txt names no type '" + label + "'");
        }
        return new ValueType(label, words);
    }

    /** What is wrong with {@code word} as a value of this type, in the words of Junos; empty if it is one. */
    public Optional<String> problem(String word) {
        if (!words.isEmpty()) {
            return words.contains(word) ? Optional.empty() : Optional.of("syntax error");
        }
        try {
            var range = RANGE.matcher(label);
            if (range.matches()) {
                range(word, Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
            } else {
                CHECKS.getOrDefault(label, any -> {}).accept(word);
            }
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of("invalid numeric value: '" + word + "'");
        } catch (IllegalArgumentException e) {
            return Optional.of("invalid value '%s' in %s: %s".formatted(word, label, e.getMessage()));
        }
    }

    /** An address or a prefix, host bits and all. */
    private static void destination(String word) {
        interfaceAddress(word);
    }

    private static void range(String word, long least, long most) {
        long value = Long.parseLong(word);
        if (value < least || value > most) {
            throw new IllegalArgumentException("Value %d is not within range (%d..%d)".formatted(value, least, most));
        }
    }

    private static void as(String word) {
        int dot = word.indexOf('.');
        if (dot > 0) {
            range(word.substring(0, dot), 0, 65535);
            range(word.substring(dot + 1), 0, 65535);
        } else {
            range(word, 1, MAX_AS);
        }
    }

    private static void interfaceAddress(String word) {
        int slash = word.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? word : word.substring(0, slash));
        if (slash >= 0) {
            range(word.substring(slash + 1), 0, address.bits());
        }
    }

    private static void maskRange(String word) {
        int dash = word.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("expected /least-/most");
        }
        length(word.substring(0, dash), "/");
        length(word.substring(dash + 1), "/");
    }

    private static void length(String word, String mark) {
        if (!word.startsWith(mark)) {
            throw new IllegalArgumentException("expected a prefix length such as /24");
        }
        range(word.substring(1), 0, 128);
    }

    private static void matches(Pattern pattern, String word) {
        if (!pattern.matcher(word).matches()) {
            throw new IllegalArgumentException("not of that form");
        }
    }
}
