package net.minitrail.lab.scenario;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole output that a command must have, as a document shows it, with masks for what is arbitrary. Immutable.
 *
 * <pre>
 *   &lt;name&gt;   one word; wherever the name comes again, the same word
 *   ${name}  the word that the name stood for in an earlier text
 *   &lt;&gt;       one word
 *   &lt;*&gt;      the rest of the line, maybe nothing
 *   ...      as a line: any number of lines, maybe none
 * </pre>
 *
 * Columns move with the width of what a mask stands for, so next to a mask any number of blanks will do. Blanks at the end
 * of a line and blank lines at the end, which documents lose, do not count. Entries of a flow table, each from a line with
 * {@code <=>} to a blank one, may come in any order: it follows from where hashing puts them.
 */
final class GoldenText {
    private static final Pattern MASK = Pattern.compile(" *(?:<(\\*|[a-z][a-z0-9-]*|)>|\\$\\{([a-z][a-z0-9-]*)\\}) *");
    private static final String FLOW = "<=>";
    private static final int MOST_PERMUTED = 6;

    private final String text;
    private final ImmutableList<Regex> orders;

    private GoldenText(String text, ImmutableList<Regex> orders) {
        this.text = text;
        this.orders = orders;
    }

    /** One order of the entries, as a regular expression with a group a name. */
    private record Regex(Pattern pattern, Map<String, Integer> groups) {}

    static GoldenText parse(String text) {
        return parse(text, Map.of());
    }

    /** @param values the words of earlier texts by name */
    static GoldenText parse(String text, Map<String, String> values) {
        var head = new ArrayList<String>();
        var flows = new ArrayList<List<String>>();
        List<String> flow = head;
        for (String line : text.stripTrailing().split("\n", -1)) {
            if (line.contains(FLOW)) {
                flow = new ArrayList<>();
                flows.add(flow);
            }
            flow.add(line);
        }
        // Blank lines that end an entry go between entries instead, wherever the entry moves.
        flows.forEach(entry -> {
            while (entry.get(entry.size() - 1).isBlank()) {
                entry.remove(entry.size() - 1);
            }
        });
        ImmutableList.Builder<Regex> orders = ImmutableList.builder();
        Iterable<List<List<String>>> permuted =
                flows.size() > MOST_PERMUTED ? List.of(flows) : Collections2.permutations(flows);
        for (List<List<String>> order : permuted) {
            var lines = new ArrayList<>(head);
            for (int i = 0; i < order.size(); i++) {
                if (i > 0) {
                    lines.add("");
                }
                lines.addAll(order.get(i));
            }
            orders.add(regex(lines, values));
        }
        return new GoldenText(text, orders.build());
    }

    private static Regex regex(List<String> lines, Map<String, String> values) {
        var regex = new StringBuilder();
        var groups = new HashMap<String, Integer>();
        for (String line : lines) {
            if (line.strip().equals("...")) {
                regex.append("(?:.*\\n)*?");
            } else {
                line(line.stripTrailing(), regex, groups, values);
                regex.append(" *\\n");
            }
        }
        return new Regex(Pattern.compile(regex.toString()), Map.copyOf(groups));
    }

    private static void line(
            String line, StringBuilder regex, Map<String, Integer> groups, Map<String, String> values) {
        Matcher mask = MASK.matcher(line);
        int at = 0;
        while (mask.find()) {
            regex.append(Pattern.quote(line.substring(at, mask.start())));
            String name = mask.group(1);
            boolean before = mask.group().startsWith(" ");
            boolean after = mask.group().endsWith(" ");
            regex.append(before ? " +" : " *");
            if (name == null) {
                String earlier = mask.group(2);
                regex.append(Pattern.quote(values.getOrDefault(earlier, "${" + earlier + "}")));
            } else if (name.equals("*")) {
                regex.append(".*");
            } else if (groups.containsKey(name)) {
                regex.append("\\").append(groups.get(name)).append("(?!\\w)");
            } else if (name.isEmpty()) {
                regex.append("[^\\s,)(]+");
            } else {
                groups.put(name, groups.size() + 1);
                regex.append("([^\\s,)(]+)");
            }
            regex.append(after ? " +" : " *");
            at = mask.end();
        }
        regex.append(Pattern.quote(line.substring(at)));
    }

    boolean matches(String output) {
        return match(output).isPresent();
    }

    /** The words that the names stand for in an output, empty if it is not this text. */
    Optional<Map<String, String>> match(String output) {
        if (text.isBlank() && output.isBlank()) {
            return Optional.of(Map.of());
        }
        String ended = output.replaceFirst("(\\n *)+$", "") + "\n";
        for (Regex order : orders) {
            Matcher matcher = order.pattern.matcher(ended);
            if (matcher.matches()) {
                var words = new LinkedHashMap<String, String>();
                order.groups.forEach((name, group) -> words.put(name, matcher.group(group)));
                return Optional.of(words);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text.strip();
    }
}
