package net.minitrail.vrouter.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Long options of a vRouter tool, {@code --name}, {@code --name VALUE} or {@code --name=VALUE}. */
final class Options {
    private final Map<String, String> given;
    private final String usage;

    private Options(Map<String, String> given, String usage) {
        this.given = given;
        this.usage = usage;
    }

    /**
     * Reads {@code words}.
     *
     * @param plain options without a value
     * @param valued options that need one
     * @param usage what {@code --help} prints, and what an error ends with
     */
    static Options parse(List<String> words, Set<String> plain, Set<String> valued, String usage)
            throws CommandException {
        var given = new HashMap<String, String>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (name.equals("--help") || name.equals("-h")) {
                throw new CommandException(0, usage);
            } else if (plain.contains(name) && equals < 0) {
                given.put(name, "");
            } else if (valued.contains(name) && equals >= 0) {
                given.put(name, word.substring(equals + 1));
            } else if (valued.contains(name) && i + 1 < words.size()) {
                given.put(name, words.get(++i));
            } else {
                throw new CommandException(1, "unrecognized option '" + word + "'\n" + usage);
            }
        }
        if (given.isEmpty()) {
            throw new CommandException(1, usage);
        }
        return new Options(given, usage);
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    @Nullable
    String text(String name) {
        return given.get(name);
    }

    /** The value of a numeric option, or {@code missing} if it is not given. */
    int number(String name, int missing) throws CommandException {
        String text = given.get(name);
        if (text == null) {
            return missing;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new CommandException(1, "'" + text + "' is not a number\n" + usage);
        }
        return Integer.parseInt(text);
    }

    CommandException wrong() {
        return new CommandException(1, usage);
    }
}
