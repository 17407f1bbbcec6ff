package net.minitrail.itests.interop;

import com.google.common.collect.ImmutableSortedSet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A route as a speaker shows that it has it.
 *
 * @param label -1 if it shows none
 * @param nextHop an IPv4 address if it is one mapped into IPv6
 * @param targets its route targets without the word before them, such as {@code 65500:101}
 */
record Held(int label, String nextHop, ImmutableSortedSet<String> targets) {
    /** From here on are the numbers that the controller gives networks of its own accord. */
    private static final int FIRST_OF_ITS_OWN = 8_000_000;

    /** Reads it out of what was printed about one route; each pattern has one group. */
    static Held read(String text, String label, String nextHop, String target) {
        return new Held(
                all(text, label).findFirst().map(Integer::parseInt).orElse(-1),
                all(text, nextHop).findFirst().map(Held::plain).orElse(""),
                all(text, target)
                        .map(words -> words.replace(", ", ":"))
                        .filter(words -> Integer.parseInt(words.substring(words.indexOf(':') + 1)) < FIRST_OF_ITS_OWN)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
    }

    private static Stream<String> all(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1));
    }

    /** Java makes an IPv4 address of a mapped one. */
    private static String plain(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("not an address: " + address, e);
        }
    }

    Held withoutLabel() {
        return new Held(-1, nextHop, targets);
    }
}
