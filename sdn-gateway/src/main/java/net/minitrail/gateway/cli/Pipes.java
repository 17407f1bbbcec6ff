package net.minitrail.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.minitrail.gateway.junos.JunosSyntaxException;
import net.minitrail.gateway.junos.Token;
import net.minitrail.gateway.junos.Tokens;

/** What follows the command on its line: {@code | match X | count}, and what that does to its output. Immutable. */
final class Pipes {
    /** The words that may follow a bar, and what they do. */
    static final List<String[]> HELP = List.of(
            new String[] {"compare", "Compare configuration changes with prior version"},
            new String[] {"count", "Count occurrences"},
            new String[] {"display", "Show additional kinds of information"},
            new String[] {"except", "Show only text that does not match a pattern"},
            new String[] {"find", "Search for first occurrence of pattern"},
            new String[] {"last", "Display end of output only"},
            new String[] {"match", "Show only text that matches a pattern"},
            new String[] {"no-more", "Don't paginate output"},
            new String[] {"trim", "Trim specified number of columns from start of line"});

    private final String command;
    private final List<List<Token>> stages;

    private Pipes(String command, List<List<Token>> stages) {
        this.command = command;
        this.stages = stages;
    }

    /**
     * Cuts a line at its bars.
     *
     * @throws JunosSyntaxException if a stage is not one that we know
     */
    static Pipes of(String line) {
        List<Integer> bars = new ArrayList<>();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            if (c == '|' && !quoted) {
                bars.add(i);
            }
        }
        if (bars.isEmpty()) {
            return new Pipes(line, List.of());
        }
        List<List<Token>> stages = new ArrayList<>();
        for (int i = 0; i < bars.size(); i++) {
            int from = bars.get(i) + 1;
            int to = i + 1 < bars.size() ? bars.get(i + 1) : line.length();
            List<Token> stage = Tokens.of(" ".repeat(from) + line.substring(from, to));
            check(stage, new Token("", 1, to + 1, false));
            stages.add(stage);
        }
        return new Pipes(line.substring(0, bars.get(0)), stages);
    }

    private static void check(List<Token> stage, Token end) {
        List<String> known = HELP.stream().map(entry -> entry[0]).toList();
        if (stage.isEmpty()) {
            throw new JunosSyntaxException(end, "syntax error, expecting <command>", known);
        }
        String verb = stage.get(0).text();
        if (!known.contains(verb)) {
            throw new JunosSyntaxException(stage.get(0), "syntax error, expecting <command>", known);
        }
        if (List.of("match", "except", "find", "display", "trim").contains(verb) && stage.size() < 2) {
            throw new JunosSyntaxException(end, "syntax error, expecting <pattern>", List.of());
        }
    }

    /** The line up to the first bar. */
    String command() {
        return command;
    }

    boolean isEmpty() {
        return stages.isEmpty();
    }

    /** Whether {@code | display set} is asked for. */
    boolean displaySet() {
        return stages.stream()
                .anyMatch(stage -> stage.get(0).is("display") && stage.get(1).is("set"));
    }

    /** The number after {@code | compare rollback}, 0 without one; empty if no comparison is asked for. */
    Optional<Integer> compare() {
        return stages.stream()
                .filter(stage -> stage.get(0).is("compare"))
                .findFirst()
                .map(stage -> stage.size() > 2 ? Integer.parseInt(stage.get(2).text()) : 0);
    }

    /** The output after all stages. */
    String filter(String output) {
        String text = output;
        for (List<Token> stage : stages) {
            text = stage(stage, text);
        }
        return text;
    }

    private static String stage(List<Token> stage, String text) {
        List<String> lines = text.lines().toList();
        String argument = stage.size() > 1 ? stage.get(1).text() : "";
        return switch (stage.get(0).text()) {
            case "match" ->
                join(lines.stream()
                        .filter(line -> pattern(stage).matcher(line).find())
                        .toList());
            case "except" ->
                join(lines.stream()
                        .filter(line -> !pattern(stage).matcher(line).find())
                        .toList());
            case "count" -> "Count: " + lines.size() + " lines\n";
            case "last" ->
                join(lines.subList(
                        Math.max(0, lines.size() - (argument.isEmpty() ? 24 : number(argument))), lines.size()));
            case "trim" ->
                join(lines.stream()
                        .map(line -> line.substring(Math.min(line.length(), number(argument))))
                        .toList());
            case "find" -> {
                int at = 0;
                while (at < lines.size()
                        && !pattern(stage).matcher(lines.get(at)).find()) {
                    at++;
                }
                yield at == lines.size() ? "\nPattern not found\n" : join(lines.subList(at, lines.size()));
            }
            default -> text;
        };
    }

    private static Pattern pattern(List<Token> stage) {
        try {
            return Pattern.compile(stage.get(1).text(), Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new JunosSyntaxException(stage.get(1), "regular expression error: " + e.getDescription(), List.of());
        }
    }

    private static int number(String text) {
        return text.chars().allMatch(Character::isDigit) && text.length() < 9 ? Integer.parseInt(text) : 0;
    }

    private static String join(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
