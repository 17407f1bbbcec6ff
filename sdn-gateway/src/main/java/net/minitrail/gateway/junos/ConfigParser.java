package net.minitrail.gateway.junos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads a whole configuration text: the curly form, {@code set} lines, or both, one after the other. */
public final class ConfigParser {
    private final List<Token> tokens;
    private final Candidate candidate = new Candidate(ConfigNode.empty());
    private int at;

    private ConfigParser(String text) {
        this.tokens = Tokens.of(text);
    }

    /**
     * Reads {@code text}.
     *
     * @throws JunosSyntaxException at the first word that does not fit, with its line and column
     */
    public static ConfigNode parse(String text) {
        return new ConfigParser(text).run();
    }

    private ConfigNode run() {
        while (at < tokens.size()) {
            Token first = tokens.get(at);
            if (first.is("set") || first.is("delete") || first.is("deactivate") || first.is("activate")) {
                line(first);
            } else {
                block(candidate.root());
            }
        }
        return candidate.root();
    }

    private void line(Token verb) {
        at++;
        List<Token> words = new ArrayList<>();
        while (at < tokens.size() && tokens.get(at).line() == verb.line()) {
            words.add(tokens.get(at++));
        }
        if (words.isEmpty()) {
            throw new JunosSyntaxException(
                    new Token("", verb.line(), verb.column() + verb.text().length() + 1, false),
                    "missing argument",
                    Statements.root().words());
        }
        switch (verb.text()) {
            case "set" -> candidate.set(List.of(), words, false);
            case "delete" -> candidate.delete(List.of(), words);
            default -> candidate.activate(List.of(), words, verb.text().equals("activate"));
        }
    }

    /** Reads one top-level statement and all inside it. A stack and not recursion: depth is the sender's choice. */
    private void block(ConfigNode top) {
        Deque<ConfigNode> open = new ArrayDeque<>();
        Deque<Token> braces = new ArrayDeque<>();
        open.push(top);
        do {
            if (at == tokens.size()) {
                throw new JunosSyntaxException(
                        braces.element(), "syntax error: this brace is never closed", List.of("}"));
            }
            if (tokens.get(at).is("}")) {
                if (braces.isEmpty()) {
                    throw new JunosSyntaxException(tokens.get(at), "syntax error: no open brace", List.of());
                }
                at++;
                open.pop();
                braces.pop();
            } else {
                ConfigNode node = statement(open.element());
                if (tokens.get(at).is("{")) {
                    if (node.statement().children().isEmpty()) {
                        throw new JunosSyntaxException(tokens.get(at), "syntax error", List.of(";"));
                    }
                    braces.push(tokens.get(at));
                    open.push(node);
                }
                at++;
            }
        } while (open.size() > 1);
    }

    /** Reads the words up to the next brace or semicolon, and leaves that to the caller. */
    private ConfigNode statement(ConfigNode holder) {
        boolean inactive = false;
        List<Token> words = new ArrayList<>();
        while (at < tokens.size() && !ends(tokens.get(at))) {
            Token word = tokens.get(at++);
            if (words.isEmpty() && word.is("inactive:")) {
                inactive = true;
            } else {
                words.add(word);
            }
        }
        if (at == tokens.size()) {
            Token last = tokens.get(tokens.size() - 1);
            throw new JunosSyntaxException(last, "syntax error: the text ends without ';' after this", List.of(";"));
        }
        if (words.isEmpty()) {
            throw new JunosSyntaxException(
                    tokens.get(at), "syntax error", holder.statement().words());
        }
        Token end = tokens.get(at);
        ConfigNode node = ConfigEditor.set(holder, words, new Token("", end.line(), end.column(), false), false);
        node.setInactive(inactive);
        return node;
    }

    private static boolean ends(Token token) {
        return token.is("{") || token.is("}") || token.is(";");
    }
}
