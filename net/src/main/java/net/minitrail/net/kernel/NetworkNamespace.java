package net.minitrail.net.kernel;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network namespace that {@code ip netns add} made.
 *
 * @param name of its file in /run/netns
 */
public record NetworkNamespace(String name) {

    /** What is done inside. */
    @FunctionalInterface
    public interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Runs an action on a thread of its own inside the namespace. A socket belongs for good to the namespace of the thread
     * that binds or connects it, so what the action opens may be used by any thread afterwards.
     *
     * @throws IOException if the namespace cannot be entered, or from the action
     */
    public <T> T call(Action<T> action) throws IOException {
        var task = new FutureTask<T>(() -> {
            enter();
            return action.run();
        });
        var thread = new Thread(task, "in " + name);
        thread.setDaemon(true);
        thread.start(); // and it ends with the action: no thread that other work may meet is ever inside
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? name : cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted in " + name).initCause(e);
        }
    }

    private void enter() throws IOException {
        try {
            int fd = SystemCalls.open("/run/netns/" + name, SystemCalls.O_RDONLY | SystemCalls.O_CLOEXEC);
            try {
                SystemCalls.setns(fd, SystemCalls.CLONE_NEWNET);
            } finally {
                SystemCalls.close(fd);
            }
        } catch (LastErrorException e) {
            throw new IOException("network namespace " + name + ": " + e.getMessage(), e);
        }
    }
}
