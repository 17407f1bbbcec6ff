package net.minitrail.vrouter.cli;

import java.util.List;
import java.util.function.Consumer;

/** One command by name. Runs on the thread that asked for it, and may take as long as it needs. */
@FunctionalInterface
public interface Tool {

    /**
     * Runs with the words after the name.
     *
     * @param out takes the output in pieces; throws once nobody reads any more
     * @return the exit code
     * @throws CommandException if the words make no sense, or name something that is not there
     */
    int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException;
}
