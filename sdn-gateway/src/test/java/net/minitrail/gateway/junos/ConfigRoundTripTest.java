package net.minitrail.gateway.junos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ConfigRoundTripTest {
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("name", List.of("a", "test_vn", "x-1.y")),
            Map.entry("string", List.of("plain", "two words", "a \"quote\" and \\", "{;}")),
            Map.entry("address", List.of("10.0.0.1", "fd00::1")),
            Map.entry("ipv4", List.of("192.168.100.1")),
            Map.entry("prefix", List.of("10.0.0.0/9", "0.0.0.0/0", "fd00::/65")),
            Map.entry("interface-address", List.of("10.0.0.1/20", "fd00::1/64")),
            Map.entry("rd", List.of("192.168.100.1:1", "65500:7")),
            Map.entry("target", List.of("target:65500:101", "target:10.0.0.1:5")),
            Map.entry("interface", List.of("lo0.1000", "ge-0/0/0.3")),
            Map.entry("interface-device", List.of("lo0", "ge-0/0/0")),
            Map.entry("next-hop", List.of("10.0.0.9")),
            Map.entry("policy-next-hop", List.of("self", "10.0.0.8")),
            Map.entry("as", List.of("65500", "1.10")),
            Map.entry("hold-time", List.of("0", "90")),
            Map.entry("idle-timeout", List.of("5", "forever")),
            Map.entry("mask-length", List.of("/24")),
            Map.entry("mask-range", List.of("/24-/28")),
            Map.entry("community", List.of("target:65500:101", "65500:7", "origin:1:2")));

    @Property(tries = 300)
    void what_is_printed_in_either_form_is_read_back(@ForAll long seed) {
        Random random = new Random(seed);
        var candidate = new Candidate(ConfigNode.empty());
        for (int i = 0; i < 1 + random.nextInt(25); i++) {
            candidate.set(List.of(), Tokens.of(String.join(" ", statement(random))));
        }

        ConfigNode root = candidate.root();
        String curly = ConfigText.curly(root);
        assertEquals(curly, ConfigText.curly(ConfigParser.parse(curly)));
        String lines = root.children().stream()
                .flatMap(child -> ConfigText.setLines("", child).stream())
                .collect(Collectors.joining("\n"));
        assertEquals(curly, ConfigText.curly(ConfigParser.parse(lines)));
        assertEquals("", ConfigDiff.between(root, ConfigParser.parse(curly)));
    }

    @Property(tries = 200)
    void a_difference_is_empty_only_between_equals(@ForAll long seed) {
        Random random = new Random(seed);
        var before = new Candidate(ConfigNode.empty());
        before.set(List.of(), Tokens.of(String.join(" ", statement(random))));
        var after = new Candidate(before.root());
        after.set(List.of(), Tokens.of(String.join(" ", statement(random))));

        boolean same = before.root().sameAs(after.root());
        assertEquals(
                same,
                ConfigDiff.between(before.root(), after.root()).isEmpty(),
                () -> ConfigText.curly(before.root()) + "\n->\n" + ConfigText.curly(after.root()));
    }

    @Property(tries = 500)
    void any_text_is_read_or_refused_with_a_position(@ForAll String text) {
        try {
            ConfigParser.parse(text);
        } catch (JunosSyntaxException e) {
            assertTrue(e.token().line() >= 1 && e.token().column() >= 1);
        }
    }

    /** The words of a random statement, from the grammar itself. */
    private static List<String> statement(Random random) {
        List<String> words = new ArrayList<>();
        Statement here = Statements.root();
        while (!here.children().isEmpty() && (here.types().isEmpty() || words.size() < 3 || random.nextInt(6) > 0)) {
            here = here.children().get(random.nextInt(here.children().size()));
            if (!here.keyword().isEmpty()) {
                words.add(here.keyword());
            }
            for (ValueType type : here.types()) {
                words.add(quoted(value(type, random)));
            }
        }
        return words;
    }

    private static String value(ValueType type, Random random) {
        List<String> choices = type.words().isEmpty() ? VALUES.get(type.label()) : type.words();
        if (choices == null) {
            return type.label().substring(0, type.label().indexOf('.'));
        }
        return choices.get(random.nextInt(choices.size()));
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
