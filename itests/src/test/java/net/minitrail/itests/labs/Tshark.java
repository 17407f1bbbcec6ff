package net.minitrail.itests.labs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A stock {@code tshark} that reads a capture.
 *
 * @param capture a pcapng file, which may still grow
 */
record Tshark(Path capture) {

    /** Skips the test, by name, if it is not installed; fails it if it is required to be. */
    static void need() {
        boolean there = Files.isExecutable(Path.of("/usr/bin/tshark"));
        if (Boolean.getBoolean("minitrail.require-peers")) {
            assertTrue(there, "tshark is required");
        }
        assumeTrue(there, "tshark is not installed");
    }

    /** The packets that a display filter picks, a line each with these fields between tabs. */
    List<String> fields(String filter, String... fields) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/tshark", "-r", capture.toString(), "-Y", filter, "-T", "fields"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.lines().toList();
    }
}
