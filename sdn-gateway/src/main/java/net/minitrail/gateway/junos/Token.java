package net.minitrail.gateway.junos;

/**
 * A word or a piece of punctuation of a configuration text or of a command line.
 *
 * @param text the word, without its quotes
 * @param line 1 for the first line
 * @param column 1 for the first character of the line; of a quoted word, the column of the quote
 * @param quoted whether it stood in quotes, and so is never punctuation or a keyword of the language
 */
public record Token(String text, int line, int column, boolean quoted) {

    /** Whether this is the given punctuation mark or bare word. */
    public boolean is(String mark) {
        return !quoted && text.equals(mark);
    }

    @Override
    public String toString() {
        return text;
    }
}
