package net.minitrail.lab.speaker;

import java.io.IOException;
import java.util.List;

/** The own tool of a speaker that runs. */
@FunctionalInterface
public interface Tool {
    /** What it prints when called with these words, errors left out. */
    String run(List<String> words) throws IOException, InterruptedException;
}
