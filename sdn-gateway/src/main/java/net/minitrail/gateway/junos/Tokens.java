package net.minitrail.gateway.junos;

import java.util.ArrayList;
import java.util.List;

/** Cuts text into {@link Token}s: words, quoted strings and the marks {@code { } [ ] ;}. Comments are dropped. */
public final class Tokens {
    private static final String MARKS = "{}[];";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private Tokens(String text) {
        this.text = text;
    }

    /**
     * Cuts a whole text, of either form.
     *
     * @throws JunosSyntaxException if a quote or a comment is not closed
     */
    public static List<Token> of(String text) {
        return new Tokens(text).run();
    }

    private List<Token> run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                line++;
                lineStart = at;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                skipTo("\n", text.length());
            } else if (text.startsWith("/*", at)) {
                comment();
            } else if (c == '"') {
                quoted();
            } else if (MARKS.indexOf(c) >= 0) {
                tokens.add(new Token(String.valueOf(c), line, at - lineStart + 1, false));
                at++;
            } else {
                word();
            }
        }
        return tokens;
    }

    private void word() {
        int start = at;
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && MARKS.indexOf(text.charAt(at)) < 0
                && text.charAt(at) != '"') {
            at++;
        }
        tokens.add(new Token(text.substring(start, at), line, start - lineStart + 1, false));
    }

    private void quoted() {
        int column = at - lineStart + 1;
        var word = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '\n'; at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                tokens.add(new Token(word.toString(), line, column, true));
                return;
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
            }
            word.append(text.charAt(at));
        }
        throw new JunosSyntaxException(
                new Token("\"" + word, line, column, true), "syntax error: the quote is never closed", List.of());
    }

    private void comment() {
        Token start = new Token("/*", line, at - lineStart + 1, false);
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw new JunosSyntaxException(start, "syntax error: the comment is never closed", List.of());
        }
        for (; at < end + 2; at++) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
        }
    }

    private void skipTo(String mark, int otherwise) {
        int end = text.indexOf(mark, at);
        at = end < 0 ? otherwise : end;
    }
}
