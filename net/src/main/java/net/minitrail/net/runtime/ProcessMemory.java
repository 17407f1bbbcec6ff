package net.minitrail.net.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of this process. */
public final class ProcessMemory {
    private ProcessMemory() {}

    /** Resident set in KiB, from {@code /proc}; 0 where there is none. */
    public static long residentKib() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            return 0; // no /proc on this system
        }
        return 0;
    }
}
