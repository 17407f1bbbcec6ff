package net.minitrail.lab.process;

import java.io.IOException;
import java.util.List;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;

/**
 * Ends single nodes of a running lab.
 *
 * @param directory of the lab
 */
public record NodeControl(LabDirectory directory) {

    /** Asks a node to end, and kills it if it does not; one that does not run is no error. */
    public void stop(String node) throws IOException {
        OwnedProcess process = directory.processes().get(node);
        if (process != null) {
            LabStopper.stop(List.of(process));
        }
    }

    /**
     * Sends a signal to a node.
     *
     * @throws LabException if it does not run
     */
    public void signal(String node, String signal) throws IOException {
        OwnedProcess process = directory.processes().get(node);
        if (process == null || !process.isAlive()) {
            throw new LabException(ErrorCode.NODE_UNREACHABLE, "'" + node + "' does not run", "'restart " + node + "'");
        }
        process.signal(signal);
    }

    /** Kills a node and returns when it is gone. */
    public void kill(String node) throws IOException {
        signal(node, "KILL");
        stop(node);
    }
}
