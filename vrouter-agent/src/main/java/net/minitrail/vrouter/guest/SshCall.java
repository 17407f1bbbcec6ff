package net.minitrail.vrouter.guest;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.guest.SshClient.Event;
import net.minitrail.vrouter.guest.SshClient.Happening;
import org.jspecify.annotations.Nullable;

/** One call by SSH, from the host key to the end. Used by the thread of the shell that made it. */
final class SshCall implements Conversation {
    private static final long PATIENCE_SECONDS = 130;

    private final Guest guest;
    private final LoopQuery query;
    private final SshOptions options;
    private final SshClient client;
    private final SshWords say;
    private final String host;
    private String prompt = "";
    /** The key that the user is asked about. */
    private @Nullable HostKey asked;

    private boolean trusted;
    private boolean connected;
    private boolean over;
    /** Whether a line was interrupted, so that what comes before the next prompt is of no interest. */
    private boolean stale;

    SshCall(Guest guest, LoopQuery query, SshOptions options, SshClient client) {
        this.guest = guest;
        this.query = query;
        this.options = options;
        this.client = client;
        this.say = guest.profile().sshWords();
        this.host = options.end().host().toString();
    }

    /** Waits for the host key, and goes on if it is known or nobody is there to be asked. */
    int begin(boolean answers, Consumer<String> out) throws InterruptedException {
        boolean done = false;
        try {
            Event event = next(out);
            if (event.what() != Happening.HOST_KEY) {
                done = true;
                return failed(event, out);
            }
            connected = true;
            int code = check(new HostKey(event.text()), answers, out);
            done = true;
            return code;
        } finally {
            if (!done) {
                hangUp();
            }
        }
    }

    private int check(HostKey key, boolean answers, Consumer<String> out) throws InterruptedException {
        // A list, as an answer is never null.
        List<HostKey> known = query.ask(() -> guest.logins().knownHosts().find(host));
        if (known.isEmpty() && answers && !options.accept()) {
            out.accept(say.unknown(host, key));
            prompt = say.question();
            asked = key;
            return 0;
        }
        if (!known.isEmpty() && !known.get(0).equals(key)) {
            leave(out);
            out.accept(say.mismatch(options, key, known.get(0)));
            return 1;
        }
        if (known.isEmpty()) {
            out.accept(options.accept() ? say.accepted(host, key) : "");
            query.ask(() -> guest.logins().knownHosts().learn(host, key));
        }
        return logIn(out);
    }

    @Override
    public int line(String line, Consumer<String> out) throws InterruptedException {
        if (trusted) {
            skipStale(out);
            if (over) {
                leave(out);
                return 255;
            }
            tell(() -> client.type(line));
            return shell(out);
        }
        String answer = line.strip();
        HostKey key = asked;
        if (key != null && (answer.equals("y") || answer.equals("yes"))) {
            query.ask(() -> guest.logins().knownHosts().learn(host, key));
            out.accept(say.taken(host));
            return logIn(out);
        }
        leave(out);
        out.accept(say.declined(options));
        return 1;
    }

    private int logIn(Consumer<String> out) throws InterruptedException {
        trusted = true;
        out.accept(options.target() + "'s password: \n");
        tell(() -> client.logIn(options.user()));
        Event event = next(out);
        if (event.what() != Happening.LOGGED_IN) {
            return failed(event, out);
        }
        if (options.background()) {
            over = true;
            query.ask(() -> guest.tcp().keep(options.target(), client));
            return 0;
        }
        tell(options.command().isEmpty() ? client::shell : () -> client.run(options.command()));
        return shell(out);
    }

    /** Prints until a line is wanted or the other side is done. */
    private int shell(Consumer<String> out) throws InterruptedException {
        boolean done = false;
        try {
            while (true) {
                Event event = next(out);
                switch (event.what()) {
                    case OUTPUT -> out.accept(event.text());
                    case WAITS -> {
                        prompt = event.text();
                        done = true;
                        return event.code();
                    }
                    case EXIT -> {
                        done = true;
                        leave(out);
                        out.accept(options.command().isEmpty() ? say.closed(options) : "");
                        return event.code();
                    }
                    case FAILED -> {
                        done = true;
                        return failed(event, out);
                    }
                    default -> {}
                }
            }
        } finally {
            if (!done) {
                stale = true;
                tell(client::interrupt);
            }
        }
    }

    private void skipStale(Consumer<String> out) throws InterruptedException {
        while (stale && !over) {
            Event event = next(out);
            stale = event.what() != Happening.WAITS;
            over = event.what() == Happening.FAILED || event.what() == Happening.EXIT;
        }
    }

    private int failed(Event event, Consumer<String> out) {
        over = true;
        out.accept(say.failed(options, connected, event.text()) + "\n");
        return connected ? 255 : 1;
    }

    /** The next thing that happens. Only for the first ones there is a limit to wait: a command may take its time. */
    private Event next(Consumer<String> out) throws InterruptedException {
        for (long seconds = 0; connected || seconds < PATIENCE_SECONDS; seconds++) {
            Event event = client.events().poll(1, TimeUnit.SECONDS);
            if (event != null) {
                return event;
            }
            out.accept(""); // a sign of life, to notice a reader who left
        }
        tell(client::close);
        return new Event(Happening.FAILED, "no answer", 255);
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
        return prompt;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void hangUp() {
        over = true;
        tell(client::close);
    }
}
