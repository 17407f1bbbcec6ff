package net.minitrail.lab.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

/** Takes labs down: ends their processes, and only theirs, then removes their directory. */
public final class LabStopper {
    /** How long a node may take to end in order; nodes that still write their class archive take longer. */
    private static final Duration GRACE =
            Boolean.getBoolean("minitrail.train") ? Duration.ofSeconds(60) : Duration.ofMillis(600);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final StateRoot root;

    public LabStopper(StateRoot root) {
        this.root = root;
    }

    /** Takes a lab down; true if there was anything to take down. */
    public boolean down(String lab) throws IOException {
        LabDirectory directory = root.lab(lab);
        Collection<OwnedProcess> processes = directory.processes().values();
        boolean any = !processes.isEmpty() || directory.read().isPresent();
        stop(processes);
        Netns.remove(directory);
        directory.delete();
        root.prune();
        return any;
    }

    /** Asks all at once to end, waits, and kills those that do not. */
    static void stop(Collection<OwnedProcess> processes) throws IOException {
        for (OwnedProcess process : processes) {
            process.signal("TERM");
        }
        if (!ended(processes)) {
            for (OwnedProcess process : processes) {
                process.signal("KILL");
            }
            ended(processes);
        }
    }

    /** Looks again every few milliseconds: the end of a process that is no child cannot be waited for. */
    private static boolean ended(Collection<OwnedProcess> processes) {
        long end = System.nanoTime() + GRACE.toNanos();
        while (processes.stream().anyMatch(OwnedProcess::isAlive)) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }
}
