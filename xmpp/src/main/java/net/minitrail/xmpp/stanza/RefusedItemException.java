package net.minitrail.xmpp.stanza;

/** One item of a stanza cannot be used; the session and the other items stay. */
final class RefusedItemException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedItemException(String problem) {
        super(problem);
    }

    /** For the values of {@code net.minitrail.net}, which refuse bad text with an {@link IllegalArgumentException}. */
    static RefusedItemException of(String element, IllegalArgumentException cause) {
        return new RefusedItemException(element + ": " + cause.getMessage());
    }
}
