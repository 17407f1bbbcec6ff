package net.minitrail.lab.scenario;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words that names in golden texts stood for when their steps passed, for the commands of later steps. Used by one thread. */
final class Words {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([a-z][a-z0-9-]*)\\}");

    private final Map<String, String> words = new HashMap<>();

    void learn(Map<String, String> more) {
        words.putAll(more);
    }

    Map<String, String> all() {
        return Map.copyOf(words);
    }

    /** A command with the words put in; a name that no step has met stays as it is. */
    String fill(String command) {
        return REFERENCE
                .matcher(command)
                .replaceAll(found -> Matcher.quoteReplacement(words.getOrDefault(found.group(1), found.group())));
    }
}
