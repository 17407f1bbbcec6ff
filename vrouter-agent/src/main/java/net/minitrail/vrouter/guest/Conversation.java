package net.minitrail.vrouter.guest;

import java.util.function.Consumer;

/** A program that reads what is typed into the shell that started it, until it ends. Used by the shell's thread. */
interface Conversation {

    /**
     * Hands over a line and prints what comes of it, until another line is wanted or the program ends.
     *
     * @return the exit code of what the line did
     * @throws InterruptedException if the reader stopped it; the program has been told, and goes on
     */
    int line(String line, Consumer<String> out) throws InterruptedException;

    /** What stands before the cursor. */
    String prompt();

    boolean isOver();

    /** Ends it as its user does, and waits until the other side of its call has closed too. */
    void leave(Consumer<String> out) throws InterruptedException;

    /** Ends it, as when the terminal is closed. */
    void hangUp();
}
