package net.minitrail.lab.scenario;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole output that a command must have, as a document shows it, with masks for what is arbitrary. Immutable.
 *
 * <pre>
 *   &lt;name&gt;   one word; wherever the name comes again, the same word
 *   &lt;&gt;       one word
 *   &lt;*&gt;      the rest of the line, maybe nothing
 *   ...      as a line: any number of lines, maybe none
 * </pre>
 *
 * Columns move with the width of what a mask stands for, so next to a mask any number of blanks will do. Blanks at the end
 * of a line, which documents lose, do not count.
 */
final class GoldenText {
    private static final Pattern MASK = Pattern.compile(" *<(\\*|[a-z][a-z0-9-]*|)> *");

    private final String text;
    private final Pattern pattern;

    private GoldenText(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    static GoldenText parse(String text) {
        var regex = new StringBuilder();
        var groups = new HashMap<String, Integer>();
        for (String line : text.stripTrailing().split("\n", -1)) {
            if (line.strip().equals("...")) {
                regex.append("(?:.*\\n)*?");
            } else {
                line(line.stripTrailing(), regex, groups);
                regex.append(" *\\n");
            }
        }
        return new GoldenText(text, Pattern.compile(regex.toString()));
    }

    private static void line(String line, StringBuilder regex, Map<String, Integer> groups) {
        Matcher mask = MASK.matcher(line);
        int at = 0;
        while (mask.find()) {
            regex.append(Pattern.quote(line.substring(at, mask.start())));
            String name = mask.group(1);
            boolean before = mask.group().startsWith(" ");
            boolean after = mask.group().endsWith(" ");
            regex.append(before ? " +" : " *");
            if (name.equals("*")) {
                regex.append(".*");
            } else if (groups.containsKey(name)) {
                regex.append("\\").append(groups.get(name)).append("(?![^\\s,)(])");
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
        String ended = output.isEmpty() || output.endsWith("\n") ? output : output + "\n";
        return pattern.matcher(ended).matches() || (text.isBlank() && output.isBlank());
    }

    @Override
    public String toString() {
        return text.strip();
    }
}
