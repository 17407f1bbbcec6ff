package net.minitrail.net.runtime;

import java.util.List;
import java.util.function.Consumer;

/**
 * A node's command line as text: what {@code exec} and {@code shell} talk to. One shell is used by one thread at a time;
 * shells of the same node run side by side.
 */
public interface CommandShell {

    /**
     * Runs one line and answers its exit code.
     *
     * @param out takes the output as it comes, in pieces that need not be whole lines; throws once nobody reads any more
     * @throws InterruptedException if the reader went away or asked to stop; the command has ended then
     */
    int run(String line, Consumer<String> out) throws InterruptedException;

    /** What stands before the cursor when the shell waits, such as {@code root@sdn-gw> }. */
    String prompt();

    /** Whether lines go to a program that the shell has started, so that {@code exit} is for that one. */
    default boolean isTalking() {
        return false;
    }

    /** The words that may stand at {@code cursor}, each with a few words of help (or none), in the order to show them. */
    List<Candidate> complete(String line, int cursor);

    /** One completion. */
    record Candidate(String word, String help) {}
}
