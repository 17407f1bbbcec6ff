package net.minitrail.gateway.junos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Applies words to a tree: what {@code set}, {@code delete}, {@code activate}, {@code deactivate} and {@code edit} do, and
 * what one statement of the curly form does. A beginning of a keyword stands for it where it is the only one.
 */
final class ConfigEditor {
    private final List<Token> words;
    private final boolean beginnings;
    private int at;

    private ConfigEditor(List<Token> words, boolean beginnings) {
        this.words = words;
        this.beginnings = beginnings;
    }

    /**
     * Creates the statements that the words name below {@code start}.
     *
     * @param end stands for the word that is missing, where one is
     * @param beginnings whether a beginning of a keyword may stand for it, as on a command line
     * @return the statement that further ones would be inside of, or the last one set
     */
    static ConfigNode set(ConfigNode start, List<Token> words, Token end, boolean beginnings) {
        return new ConfigEditor(words, beginnings).build(start, end);
    }

    /** The path that {@code words} name, from {@code start} (not included) down; what does not exist is created aside. */
    static List<ConfigNode> path(ConfigNode start, List<Token> words, Token end) {
        var editor = new ConfigEditor(words, true);
        List<ConfigNode> path = new ArrayList<>();
        ConfigNode here = start;
        while (editor.at < words.size()) {
            here = editor.find(here, end);
            path.add(here);
        }
        return path;
    }

    /** Reads a command as a tree of its own; options of an outer word may follow those of an inner one. */
    static ConfigNode command(ConfigNode root, List<Token> words, Token end) {
        var editor = new ConfigEditor(words, true);
        Deque<ConfigNode> open = new ArrayDeque<>();
        open.push(root);
        while (editor.at < words.size()) {
            Token word = words.get(editor.at);
            while (open.size() > 2 && !fits(open.element().statement(), word)) {
                open.pop();
            }
            Statement rule = editor.rule(open.element().statement(), word);
            ConfigNode node = put(open.element(), rule, editor.values(rule, end));
            open.push(node);
        }
        return root;
    }

    private static boolean fits(Statement holder, Token word) {
        Optional<Statement> rule = holder.childByBeginning(word.text());
        return rule.isPresent()
                && (!rule.get().keyword().isEmpty()
                        || rule.get().types().get(0).problem(word.text()).isEmpty());
    }

    private ConfigNode build(ConfigNode start, Token end) {
        ConfigNode holder = start;
        ConfigNode last = start;
        while (at < words.size()) {
            Token word = words.get(at);
            Statement rule = rule(holder.statement(), word);
            List<String> values = values(rule, end);
            last = put(holder, rule, values);
            last.setOrigin(word);
            if (!rule.children().isEmpty()) {
                holder = last;
            }
        }
        return last;
    }

    /** One step of a path that must exist already, or be a mere description of where to look. */
    private ConfigNode find(ConfigNode holder, Token end) {
        Token word = words.get(at);
        Statement rule = rule(holder.statement(), word);
        List<String> values = values(rule, end);
        return holder.same(rule, values).orElseGet(() -> new ConfigNode(rule, values));
    }

    private Statement rule(Statement holder, Token word) {
        Optional<Statement> rule = word.quoted()
                ? holder.child("")
                : beginnings ? holder.childByBeginning(word.text()) : holder.child(word.text());
        if (rule.isEmpty()) {
            throw new JunosSyntaxException(word, "syntax error", holder.words());
        }
        if (rule.get().keyword().isEmpty()) {
            splitLogicalInterface(rule.get(), word);
        } else {
            at++;
        }
        return rule.get();
    }

    /** {@code lo0.1000} below {@code interfaces} is short for {@code lo0 unit 1000}. */
    private void splitLogicalInterface(Statement rule, Token word) {
        int dot = word.text().indexOf('.');
        if (rule.types().get(0).label().equals("interface-device") && dot > 0) {
            words.set(at, new Token(word.text().substring(0, dot), word.line(), word.column(), false));
            words.add(at + 1, new Token("unit", word.line(), word.column(), false));
            words.add(at + 2, new Token(word.text().substring(dot + 1), word.line(), word.column() + dot + 1, false));
        }
    }

    private List<String> values(Statement rule, Token end) {
        List<String> values = new ArrayList<>();
        if (rule.isList() && at < words.size() && words.get(at).is("[")) {
            at++;
            while (at < words.size() && !words.get(at).is("]")) {
                values.add(checked(rule, rule.types().get(0), words.get(at++)));
            }
            if (at == words.size()) {
                throw new JunosSyntaxException(end, "syntax error, expecting ']'", List.of("]"));
            }
            at++;
            return values;
        }
        for (ValueType type : rule.types()) {
            if (at == words.size()) {
                throw new JunosSyntaxException(end, "missing argument", expected(rule, type));
            }
            values.add(checked(rule, type, words.get(at++)));
        }
        return values;
    }

    private static String checked(Statement rule, ValueType type, Token word) {
        Optional<String> problem = type.problem(word.text());
        if (problem.isPresent()) {
            throw new JunosSyntaxException(word, problem.get(), expected(rule, type));
        }
        return word.text();
    }

    private static List<String> expected(Statement rule, ValueType type) {
        return !type.words().isEmpty() ? type.words() : List.of("<" + type.label() + ">", rule.help());
    }

    private static ConfigNode put(ConfigNode holder, Statement rule, List<String> values) {
        if (rule.isChoice()) {
            holder.children().removeIf(child -> child.statement().isChoice() && child.statement() != rule);
        }
        Optional<ConfigNode> same = holder.same(rule, values);
        if (same.isEmpty()) {
            var node = new ConfigNode(rule, values);
            holder.insert(node);
            return node;
        }
        ConfigNode node = same.get();
        if (rule.isList()) {
            var merged = new ArrayList<>(node.values());
            values.stream().filter(value -> !merged.contains(value)).forEach(merged::add);
            node.setValues(merged);
        } else {
            node.setValues(values);
        }
        return node;
    }
}
