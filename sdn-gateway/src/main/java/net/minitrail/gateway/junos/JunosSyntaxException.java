package net.minitrail.gateway.junos;

import java.util.List;
import net.minitrail.net.runtime.NearestWord;

/** The text is not one that the grammar knows. Says which word, and what could have stood there. */
public final class JunosSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Token token;
    private final transient List<String> expected;
    private final String problem;

    /**
     * @param token the first word that does not fit; an empty one stands for the end of the line
     * @param problem what Junos would print under the caret, without the full stop
     * @param expected the words that could have stood there; may be empty
     */
    public JunosSyntaxException(Token token, String problem, List<String> expected) {
        super("%d:%d: %s".formatted(token.line(), token.column(), describe(token, problem, expected)));
        this.token = token;
        this.problem = problem;
        this.expected = List.copyOf(expected);
    }

    public Token token() {
        return token;
    }

    public String problem() {
        return problem;
    }

    public List<String> expected() {
        return expected;
    }

    /** The caret line and the message, as the Junos command line prints them under what was typed after a prompt. */
    public String caret(int promptLength) {
        return " ".repeat(Math.max(0, promptLength + token.column() - 1)) + "^\n" + problem + ".\n";
    }

    /** The message without its position. */
    public String description() {
        return describe(token, problem, expected);
    }

    private static String describe(Token token, String problem, List<String> expected) {
        String where = token.text().isEmpty() ? " at the end of the line" : " at '" + token.text() + "'";
        return problem + where + nearest(token.text(), expected);
    }

    private static String nearest(String word, List<String> expected) {
        return NearestWord.to(word, expected)
                .map(near -> " (did you mean '" + near + "'?)")
                .orElse("");
    }
}
