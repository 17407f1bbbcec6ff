package net.minitrail.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that a lab started. Its number alone does not name it, since numbers are used again: the start time must fit
 * too, or it is somebody else's.
 *
 * @param pid the process's number
 * @param start its start time in clock ticks since boot, field 22 of {@code /proc/PID/stat}; empty where there is no /proc
 */
public record OwnedProcess(long pid, String start) {

    /** Reads {@code "PID START"}; empty for a file that its writer has not finished. */
    static Optional<OwnedProcess> read(Path file) throws IOException {
        String[] words = Files.readString(file).strip().split(" ", -1);
        return words[0].matches("\\d+")
                ? Optional.of(new OwnedProcess(Long.parseLong(words[0]), words.length > 1 ? words[1] : ""))
                : Optional.empty();
    }

    /** Whether this very process runs; a zombie does not. */
    public boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
                && start.equals(startOf(pid))
                && !state(pid).equals("Z");
    }

    /** Sends a signal by name, such as {@code TERM}, if this very process still runs. */
    public void signal(String name) throws IOException {
        if (!isAlive()) {
            return;
        }
        switch (name) {
            case "TERM" -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            case "KILL" -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            default -> new ProcessBuilder("kill", "-s", name, Long.toString(pid)).start();
        }
    }

    /** Resident memory in KiB; 0 if it cannot be told. */
    public long residentKib() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // gone, or no /proc here
        }
    }

    private static String startOf(long pid) {
        return field(pid, 22);
    }

    private static String state(long pid) {
        return field(pid, 3);
    }

    private static String field(long pid, int number) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[number - 3];
        } catch (IOException e) {
            return ""; // gone, or no /proc here
        }
    }
}
