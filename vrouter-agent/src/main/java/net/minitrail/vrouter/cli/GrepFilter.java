package net.minitrail.vrouter.cli;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code grep} with context: lines that match, those around them, {@code --} between groups. */
final class GrepFilter extends LineFilter {
    /**
     * What to look for and how much around it.
     *
     * @param before lines of context before a match
     * @param after lines of context after it
     */
    record Options(Pattern pattern, boolean invert, boolean count, boolean numbers, int before, int after) {

        static Options parse(List<String> words, String name) throws CommandException {
            boolean extended = name.equals("egrep");
            boolean invert = false;
            boolean count = false;
            boolean numbers = false;
            boolean word = false;
            int flags = 0;
            int before = 0;
            int after = 0;
            String pattern = null;
            for (int i = 0; i < words.size(); i++) {
                String option = words.get(i);
                if (!option.startsWith("-") || option.equals("-")) {
                    if (pattern != null) {
                        throw new CommandException(2, name + ": " + option + ": No such file or directory");
                    }
                    pattern = option;
                } else if (option.matches("-[ABC][0-9]*")) {
                    String value =
                            option.length() > 2 ? option.substring(2) : i + 1 < words.size() ? words.get(++i) : "";
                    int lines = context(value, name);
                    before = option.charAt(1) == 'A' ? before : lines;
                    after = option.charAt(1) == 'B' ? after : lines;
                } else if (option.equals("-e") && i + 1 < words.size()) {
                    pattern = words.get(++i);
                } else {
                    for (char c : option.substring(1).toCharArray()) {
                        switch (c) {
                            case 'v' -> invert = true;
                            case 'c' -> count = true;
                            case 'n' -> numbers = true;
                            case 'w' -> word = true;
                            case 'i' -> flags |= Pattern.CASE_INSENSITIVE;
                            case 'E' -> extended = true;
                            case 'F' -> flags |= Pattern.LITERAL;
                            default -> throw new CommandException(2, name + ": invalid option -- '" + c + "'");
                        }
                    }
                }
            }
            if (pattern == null) {
                throw new CommandException(2, "Usage: " + name + " [OPTION]... PATTERN");
            }
            String regex = extended || (flags & Pattern.LITERAL) != 0 ? pattern : basic(pattern);
            try {
                Pattern compiled = Pattern.compile(word ? "\\b(?:" + regex + ")\\b" : regex, flags);
                return new Options(compiled, invert, count, numbers, before, after);
            } catch (PatternSyntaxException e) {
                throw new CommandException(2, name + ": " + e.getDescription());
            }
        }

        private static int context(String value, String name) throws CommandException {
            if (!value.matches("[0-9]{1,6}")) {
                throw new CommandException(2, name + ": " + value + ": invalid context length argument");
            }
            return Integer.parseInt(value);
        }

        /** Basic to extended expression: the operators of the one are plain in the other, outside of brackets. */
        private static String basic(String pattern) {
            var regex = new StringBuilder();
            boolean bracket = false;
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                boolean operator = "|(){}+?".indexOf(c) >= 0;
                if (c == '\\' && i + 1 < pattern.length() && !bracket) {
                    char next = pattern.charAt(++i);
                    regex.append("|(){}+?".indexOf(next) >= 0 ? "" : "\\").append(next);
                } else {
                    regex.append(operator && !bracket ? "\\" : "").append(c);
                }
                bracket = c == '[' || (bracket && c != ']');
            }
            return regex.toString();
        }
    }

    private final Options options;
    private final ArrayDeque<String> held = new ArrayDeque<>();
    private int number;
    private int matches;
    private int owed;
    private int lastPrinted;

    GrepFilter(Options options, Consumer<String> out) {
        super(out);
        this.options = options;
    }

    @Override
    void line(String line) {
        number++;
        if (options.pattern.matcher(line).find() != options.invert) {
            matches++;
            boolean gap = lastPrinted > 0 && number - held.size() > lastPrinted + 1;
            if (gap && options.before + options.after > 0 && !options.count) {
                print("--");
            }
            int from = number - held.size();
            for (String context : held) {
                show(context, from++, '-');
            }
            held.clear();
            show(line, number, ':');
            owed = options.after;
        } else if (owed > 0) {
            owed--;
            show(line, number, '-');
        } else {
            held.add(line);
            if (held.size() > options.before) {
                held.remove();
            }
        }
    }

    private void show(String line, int at, char separator) {
        lastPrinted = at;
        if (!options.count) {
            print(options.numbers ? at + String.valueOf(separator) + line : line);
        }
    }

    @Override
    int finish() {
        if (options.count) {
            print(Integer.toString(matches));
        }
        return matches > 0 ? 0 : 1;
    }
}
