package net.minitrail.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.minitrail.gateway.junos.Candidate;
import net.minitrail.gateway.junos.CommitError;
import net.minitrail.gateway.junos.ConfigDiff;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.junos.JunosSyntaxException;
import net.minitrail.gateway.junos.Token;

/** The commands of the {@code #} prompt, at a place in the hierarchy. Used by one thread at a time. */
final class ConfigureMode {
    /** The commands and what they do, in alphabetical order. */
    static final List<String[]> HELP = List.of(
            new String[] {"activate", "Remove the inactive tag from a statement"},
            new String[] {"commit", "Commit current set of changes"},
            new String[] {"deactivate", "Add the inactive tag to a statement"},
            new String[] {"delete", "Delete a data element"},
            new String[] {"edit", "Edit a sub-element"},
            new String[] {"exit", "Exit from this level"},
            new String[] {"quit", "Quit from this level"},
            new String[] {"rollback", "Roll back to previous committed configuration"},
            new String[] {"run", "Run an operational-mode command"},
            new String[] {"set", "Set a parameter"},
            new String[] {"show", "Show a parameter"},
            new String[] {"top", "Exit to top level of configuration"},
            new String[] {"up", "Exit one level of configuration"});

    private final CommandContext context;
    private List<String> place = List.of();

    ConfigureMode(CommandContext context) {
        this.context = context;
    }

    /** Where in the hierarchy commands apply: the words of the {@code [edit …]} banner. */
    List<String> place() {
        return place;
    }

    static boolean knows(String verb) {
        return HELP.stream().anyMatch(entry -> entry[0].equals(spelled(verb)));
    }

    /** The command that a beginning stands for, or the word itself. */
    static String spelled(String verb) {
        List<String> fitting = HELP.stream()
                .map(entry -> entry[0])
                .filter(word -> word.startsWith(verb))
                .toList();
        return fitting.contains(verb) || fitting.size() != 1 ? verb : fitting.get(0);
    }

    /** Runs one command; answers its exit code, or -1 when the mode is to be left. */
    int run(List<Token> words, Pipes pipes, Consumer<String> out) {
        Token verb = words.get(0);
        List<Token> rest = words.subList(1, words.size());
        return switch (spelled(verb.text())) {
            case "set" -> set(verb, rest);
            case "delete" -> report(context.store().delete(place, new ArrayList<>(rest)), out);
            case "activate" -> report(context.store().activate(place, needed(verb, rest), true), out);
            case "deactivate" -> report(context.store().activate(place, needed(verb, rest), false), out);
            case "show" -> show(rest, pipes, out);
            case "commit" -> commit(rest, out);
            case "rollback" -> rollback(rest, out);
            case "edit" -> edit(verb, rest);
            case "up" -> up(rest);
            case "top" -> top(words, rest, pipes, out);
            case "exit", "quit" -> exit(rest, out);
            default ->
                throw new JunosSyntaxException(
                        verb,
                        "unknown command",
                        HELP.stream().map(entry -> entry[0]).toList());
        };
    }

    private int set(Token verb, List<Token> rest) {
        context.store().set(place, needed(verb, rest));
        return 0;
    }

    private static List<Token> needed(Token verb, List<Token> rest) {
        if (rest.isEmpty()) {
            throw new JunosSyntaxException(
                    new Token("", 1, verb.column() + verb.text().length() + 1, false), "missing argument", List.of());
        }
        return new ArrayList<>(rest);
    }

    private static int report(boolean found, Consumer<String> out) {
        if (!found) {
            out.accept("warning: statement not found\n");
        }
        return found ? 0 : 1;
    }

    private int show(List<Token> rest, Pipes pipes, Consumer<String> out) {
        ConfigNode candidate = context.store().candidate();
        Optional<Integer> compare = pipes.compare();
        if (compare.isPresent()) {
            Optional<ConfigNode> former = context.store().former(compare.get());
            out.accept(former.map(node -> ConfigDiff.between(node, candidate))
                    .orElse("error: could not find rollback configuration " + compare.get() + "\n"));
            return former.isPresent() ? 0 : 1;
        }
        out.accept(OperationalMode.configText(candidate, at(rest), pipes.displaySet()));
        return 0;
    }

    private List<Token> at(List<Token> rest) {
        List<Token> path = new ArrayList<>();
        place.forEach(word -> path.add(new Token(word, 1, 1, false)));
        path.addAll(rest);
        return path;
    }

    private int commit(List<Token> rest, Consumer<String> out) {
        String how = rest.isEmpty() ? "" : rest.get(0).text();
        if (!List.of("", "check", "and-quit", "comment").contains(how)) {
            throw new JunosSyntaxException(rest.get(0), "syntax error", List.of("check", "and-quit", "comment"));
        }
        List<CommitError> errors =
                how.equals("check") ? context.store().check() : context.store().commit();
        if (!errors.isEmpty()) {
            errors.forEach(error -> out.accept(error.text()));
            out.accept("error: configuration check-out failed\n");
            return 1;
        }
        out.accept(how.equals("check") ? "configuration check succeeds\n" : "commit complete\n");
        return how.equals("and-quit") ? -1 : 0;
    }

    private int rollback(List<Token> rest, Consumer<String> out) {
        String number = rest.isEmpty() ? "0" : rest.get(0).text();
        if (!number.matches("[0-9]|[1-4][0-9]")) {
            throw new JunosSyntaxException(rest.get(0), "invalid numeric value: '" + number + "'", List.of("0..49"));
        }
        boolean found = context.store().rollback(Integer.parseInt(number));
        out.accept(found ? "load complete\n" : "error: could not find rollback configuration " + number + "\n");
        return found ? 0 : 1;
    }

    private int edit(Token verb, List<Token> rest) {
        List<Token> path = at(needed(verb, rest));
        List<String> spelled = Candidate.spelled(context.store().candidate(), path);
        if (isLeaf(path)) {
            throw new JunosSyntaxException(rest.get(rest.size() - 1), "syntax error", List.of());
        }
        place = List.copyOf(spelled);
        return 0;
    }

    private boolean isLeaf(List<Token> path) {
        return Candidate.find(context.store().candidate(), path)
                .filter(node -> node.statement().children().isEmpty())
                .isPresent();
    }

    private int up(List<Token> rest) {
        int levels = rest.isEmpty() ? 1 : Integer.parseInt(rest.get(0).text());
        for (int i = 0; i < levels && !place.isEmpty(); i++) {
            place = parent(place);
        }
        return 0;
    }

    /** The longest shorter path that is a statement of its own. */
    private static List<String> parent(List<String> path) {
        for (int length = path.size() - 1; length > 0; length--) {
            List<Token> shorter = new ArrayList<>();
            path.subList(0, length).forEach(word -> shorter.add(new Token(word, 1, 1, false)));
            if (!Candidate.endsInKeyword(shorter)) {
                return path.subList(0, length);
            }
        }
        return List.of();
    }

    private int top(List<Token> words, List<Token> rest, Pipes pipes, Consumer<String> out) {
        if (rest.isEmpty()) {
            place = List.of();
            return 0;
        }
        List<String> here = place;
        place = List.of();
        try {
            return run(words.subList(1, words.size()), pipes, out);
        } finally {
            if (!spelled(rest.get(0).text()).equals("edit")) {
                place = here;
            }
        }
    }

    private int exit(List<Token> rest, Consumer<String> out) {
        boolean leave = place.isEmpty() || !rest.isEmpty();
        if (!leave) {
            place = parent(place);
            return 0;
        }
        if (context.store().changed()) {
            out.accept("The configuration has been changed but not committed\n");
        }
        place = List.of();
        return -1;
    }
}
