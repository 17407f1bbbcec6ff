package net.minitrail.vrouter.guest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.minitrail.net.runtime.RoutingLoop;
import org.jspecify.annotations.Nullable;

/**
 * A guest's shell in the hands of a caller from the network. Calls are made on the routing loop, and answered there; a command
 * runs elsewhere, since it may wait.
 */
final class RemoteShell {
    private static final int MOST_AHEAD = 64;
    private static final int INTERRUPTED = 130;
    private static final int MOST_BACKLOG = 1 << 16;
    private static final long ROOM_CHECK_NANOS = 10_000_000;

    /** What the caller gets to see. Called on the routing loop. */
    interface Caller {
        void print(String text);

        /** A line is wanted. */
        void waits(int exitCode, String prompt);

        /** The shell was left. */
        void left(int exitCode);

        /** How many octets have been printed that the caller has not taken yet. */
        int backlog();
    }

    /** The caller has hung up; ends a command that prints. */
    private static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final GuestSession session;
    private final Executor commands;
    private final RoutingLoop loop;
    private final Caller caller;
    private final Deque<String> ahead = new ArrayDeque<>();
    private volatile @Nullable Thread runner;
    private volatile boolean gone;
    /** Characters that the routing loop has not printed yet. */
    private final AtomicInteger onTheWay = new AtomicInteger();
    /** Octets that the caller had not taken when we looked last. */
    private volatile int backlog;

    private boolean busy;

    /** @param commands runs each command */
    RemoteShell(GuestSession session, Executor commands, RoutingLoop loop, Caller caller) {
        this.session = session;
        this.commands = commands;
        this.loop = loop;
        this.caller = caller;
    }

    String prompt() {
        return session.prompt();
    }

    /** Takes a line, after those that came before it. */
    void line(String line) {
        if (busy) {
            if (ahead.size() < MOST_AHEAD) {
                ahead.add(line);
            }
            return;
        }
        if (session.leaves(line)) {
            caller.print(session.farewell());
            caller.left(0);
            return;
        }
        busy = true;
        try {
            commands.execute(() -> execute(line));
        } catch (RejectedExecutionException e) {
            caller.print("-sh: can't fork: Resource temporarily unavailable\n");
            finished(1, session.prompt());
        }
    }

    /** Stops the command that runs, as Ctrl-C does. */
    void interrupt() {
        ahead.clear();
        Thread running = runner;
        if (running != null) {
            running.interrupt();
        }
    }

    /** The caller has hung up. */
    void hangUp() {
        gone = true;
        interrupt();
        if (!busy) {
            session.hangUp();
        }
    }

    private void execute(String line) {
        runner = Thread.currentThread();
        int code = 1;
        try {
            code = session.run(line, this::print);
        } catch (InterruptedException | GoneException e) {
            code = INTERRUPTED;
        } catch (IllegalStateException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
            code = INTERRUPTED; // while it asked the routing loop
        } finally {
            runner = null;
            Thread.interrupted(); // too late for this command, and not meant for the next one
            int exit = code;
            String prompt = session.prompt();
            tell(() -> finished(exit, prompt));
        }
    }

    private void print(String text) {
        if (gone) {
            throw new GoneException();
        }
        if (!text.isEmpty()) {
            onTheWay.addAndGet(text.length());
            tell(() -> {
                onTheWay.addAndGet(-text.length());
                caller.print(text);
                backlog = caller.backlog();
            });
            awaitRoom();
        }
    }

    /** A command that prints faster than its reader takes waits, or is interrupted, as one that writes to a full pipe. */
    private void awaitRoom() {
        if (loop.inLoop()) {
            return;
        }
        while (!gone && !Thread.currentThread().isInterrupted() && onTheWay.get() + backlog > MOST_BACKLOG) {
            loop.execute(() -> backlog = caller.backlog());
            LockSupport.parkNanos(ROOM_CHECK_NANOS);
        }
    }

    private void finished(int exit, String prompt) {
        busy = false;
        if (gone) {
            session.hangUp();
            return;
        }
        caller.waits(exit, prompt);
        String next = ahead.poll();
        if (next != null) {
            line(next);
        }
    }

    private void tell(Runnable what) {
        if (loop.inLoop()) {
            what.run();
        } else {
            loop.execute(what);
        }
    }
}
