package net.minitrail.lab.process;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Ends a command that runs in another thread, as Ctrl-C does. Thread-safe; serves one command after the other. */
public final class Interrupter {
    private @Nullable Closeable running;
    private boolean interrupted;

    /** Ends the command that runs now; none is no error. */
    public synchronized void interrupt() throws IOException {
        if (running != null) {
            interrupted = true;
            running.close();
        }
    }

    synchronized void begin(Closeable command) {
        running = command;
        interrupted = false;
    }

    /** Whether the command was interrupted. */
    synchronized boolean end() {
        running = null;
        return interrupted;
    }
}
