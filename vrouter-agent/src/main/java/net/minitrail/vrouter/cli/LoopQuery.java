package net.minitrail.vrouter.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import net.minitrail.net.runtime.RoutingLoop;

/** Asks the routing loop from another thread and waits for the answer. Thread-safe. */
public final class LoopQuery {
    private static final int MOST_SECONDS = 10;

    private final RoutingLoop loop;

    public LoopQuery(RoutingLoop loop) {
        this.loop = loop;
    }

    /** Runs {@code question} on the loop. Throws {@code IllegalStateException} if the loop does not answer or it fails. */
    public <T> T ask(Supplier<T> question) {
        if (loop.inLoop()) {
            return question.get();
        }
        var answer = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the routing loop was asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the question failed on the routing loop", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the routing loop does not answer", e);
        }
    }
}
