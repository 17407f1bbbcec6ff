package net.minitrail.vrouter.guest;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.guest.TelnetClient.Event;
import net.minitrail.vrouter.guest.TelnetClient.Happening;
import org.jspecify.annotations.Nullable;

/** One call by TELNET, from connecting to the end. Used by the thread of the shell that made it. */
final class TelnetCall implements Conversation {
    private static final long PATIENCE_MILLIS = 130_000;
    private static final long LIFE_SIGN_MILLIS = 500;

    private final LoopQuery query;
    private final TelnetClient client;
    private final TelnetWords say;
    private final String host;
    /** What has come since the last line end: at our turn, the prompt. */
    private String unfinished = "";
    /** Whether the other side says whose turn it is; who does not is not waited for. */
    private boolean takesTurns;

    private boolean over;
    private boolean stale;

    TelnetCall(LoopQuery query, TelnetClient client, TelnetWords say, String host) {
        this.query = query;
        this.client = client;
        this.say = say;
        this.host = host;
    }

    /** Waits for the connection and what the other side says first. */
    int begin(Consumer<String> out) throws InterruptedException {
        boolean done = false;
        try {
            out.accept(say.trying(host));
            Event event = null;
            for (long millis = 0; event == null && millis < PATIENCE_MILLIS; millis += LIFE_SIGN_MILLIS) {
                event = client.events().poll(LIFE_SIGN_MILLIS, TimeUnit.MILLISECONDS);
                out.accept("");
            }
            done = true;
            if (event == null || event.what() == Happening.FAILED) {
                hangUp();
                out.accept(say.unreachable(host, event == null ? "Connection timed out" : event.text()));
                return 1;
            }
            out.accept(say.connected(host));
        } finally {
            if (!done) {
                hangUp();
            }
        }
        return turn(out);
    }

    @Override
    public int line(String line, Consumer<String> out) throws InterruptedException {
        if (line.equals("^]") || line.equals("\u001d")) {
            leave(out);
            out.accept(say.closed());
            return 0;
        }
        if (stale) {
            turn(text -> {});
        }
        tell(() -> client.type(line));
        return over ? 1 : turn(out);
    }

    /** Prints until it is our turn; the line that is left is the prompt. */
    private int turn(Consumer<String> out) throws InterruptedException {
        unfinished = "";
        stale = true;
        while (stale) {
            Event event = next(out);
            if (event == null || event.what() == Happening.GO_AHEAD) {
                takesTurns |= event != null;
                stale = false;
            } else if (event.what() == Happening.TEXT) {
                String text = unfinished + event.text();
                int end = text.lastIndexOf('\n') + 1;
                out.accept(text.substring(0, end));
                unfinished = text.substring(end);
            } else if (event.what() == Happening.CLOSED || event.what() == Happening.FAILED) {
                out.accept(unfinished.isEmpty() ? "" : unfinished + "\n");
                leave(out);
                out.accept(say.closedByPeer());
                return 1;
            }
        }
        return 0;
    }

    /** Null if nothing comes any more from somebody who does not take turns. */
    private @Nullable Event next(Consumer<String> out) throws InterruptedException {
        boolean done = false;
        try {
            while (true) {
                Event event = client.events().poll(LIFE_SIGN_MILLIS, TimeUnit.MILLISECONDS);
                out.accept(""); // a sign of life, to notice a reader who left
                if (event != null || !takesTurns) {
                    done = true;
                    return event;
                }
            }
        } finally {
            if (!done) {
                tell(client::interrupt);
            }
        }
    }

    private void tell(Runnable what) {
        query.ask(() -> {
            what.run();
            return true;
        });
    }

    @Override
    public void leave(Consumer<String> out) throws InterruptedException {
        hangUp();
        client.linger().await(out);
    }

    @Override
    public String prompt() {
        return unfinished;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void hangUp() {
        over = true;
        stale = false;
        tell(client::close);
    }
}
