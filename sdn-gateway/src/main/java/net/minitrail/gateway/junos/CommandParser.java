package net.minitrail.gateway.junos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads command lines by a grammar of the same form as that of statements, and says how they may go on. Immutable.
 *
 * <p>A command becomes a tree: {@code show route table T detail} is the statement {@code show}, in it {@code route}, in it
 * {@code table T} and {@code detail}, whatever their order.
 */
public final class CommandParser {
    private final Statement grammar;

    public CommandParser(Statement grammar) {
        this.grammar = grammar;
    }

    /**
     * Reads one command.
     *
     * @throws JunosSyntaxException at the first word that does not fit, or at the end if an argument is missing
     */
    public ConfigNode parse(List<Token> words) {
        Token end = end(words);
        return ConfigEditor.command(new ConfigNode(grammar, List.of()), new ArrayList<>(words), end);
    }

    /** Whether the grammar has a command that begins with this word. */
    public boolean knows(String word) {
        return grammar.childByBeginning(word).isPresent();
    }

    /** What may follow the given words, which are complete. */
    public List<Next> next(List<Token> words) {
        return next(grammar, words);
    }

    /** What may follow the given words below {@code rule}, by any grammar. */
    public static List<Next> next(Statement rule, List<Token> words) {
        List<Statement> open = new ArrayList<>(List.of(rule));
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at).text();
            while (open.size() > 1 && innermost(open).childByBeginning(word).isEmpty()) {
                open.remove(open.size() - 1);
            }
            Optional<Statement> found = innermost(open).childByBeginning(word);
            if (found.isEmpty()) {
                return List.of();
            }
            at += found.get().keyword().isEmpty() ? 0 : 1;
            for (ValueType type : found.get().types()) {
                if (at == words.size()) {
                    return values(found.get(), type);
                }
                at++;
            }
            open.add(found.get());
        }
        List<Next> next = new ArrayList<>();
        for (int i = open.size() - 1; i >= 0 && next.isEmpty(); i--) {
            open.get(i).children().forEach(child -> {
                if (child.keyword().isEmpty()) {
                    next.addAll(values(child, child.types().get(0)));
                } else {
                    next.add(new Next(child.keyword(), child.help(), false));
                }
            });
        }
        return next;
    }

    /**
     * A way to go on.
     *
     * @param word a keyword, or {@code <type>} where a value is to be typed
     * @param isValue whether it is the latter
     */
    public record Next(String word, String help, boolean isValue) {}

    private static Statement innermost(List<Statement> open) {
        return open.get(open.size() - 1);
    }

    private static List<Next> values(Statement rule, ValueType type) {
        if (type.words().isEmpty()) {
            return List.of(new Next("<" + type.label() + ">", rule.help(), true));
        }
        return type.words().stream()
                .map(word -> new Next(word, rule.help(), false))
                .toList();
    }

    private static Token end(List<Token> words) {
        if (words.isEmpty()) {
            return new Token("", 1, 1, false);
        }
        Token last = words.get(words.size() - 1);
        return new Token("", last.line(), last.column() + last.text().length() + 1, false);
    }
}
