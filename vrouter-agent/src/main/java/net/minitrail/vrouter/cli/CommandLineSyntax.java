package net.minitrail.vrouter.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line as a shell does, as far as our tools need it: words, single and double quotes, backslash, and pipes. An en
 * dash at the start of a word, which text editors put for two hyphens, counts as two hyphens.
 */
final class CommandLineSyntax {
    private final List<List<String>> stages = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private CommandLineSyntax() {}

    /** The commands of a pipeline, each a list of words; empty for a blank line. */
    static List<List<String>> parse(String line) throws CommandException {
        return new CommandLineSyntax().split(line);
    }

    private List<List<String>> split(String line) throws CommandException {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (c == '|') {
                endStage();
            } else if (Character.isWhitespace(c) || c == '\u00a0') {
                endWord();
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new CommandException(2, "syntax error: unexpected end of line while looking for matching " + quote);
        }
        endWord();
        if (!words.isEmpty() || !stages.isEmpty()) {
            endStage();
        }
        return stages;
    }

    private void endWord() {
        if (inWord) {
            String text = word.toString();
            words.add(text.startsWith("\u2013") ? "--" + text.substring(1) : text);
            word.setLength(0);
            inWord = false;
        }
    }

    private void endStage() throws CommandException {
        endWord();
        if (words.isEmpty()) {
            throw new CommandException(2, "syntax error near unexpected token `|'");
        }
        stages.add(words);
        words = new ArrayList<>();
    }
}
