package net.minitrail.vrouter.guest;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;
import org.jspecify.annotations.Nullable;

/**
 * {@code ssh USER@HOST COMMAND} runs a command on another guest; {@code ssh -f -N USER@HOST} leaves the connection open in
 * the background until {@code ssh -O exit USER@HOST}, as OpenSSH does with a shared one. Nothing is encrypted and every
 * user is let in. Thread-safe.
 */
final class SshTool implements Tool {
    private static final long PATIENCE_SECONDS = 130;
    private static final String USAGE = "Usage: ssh [-f -N | -O exit] USER@HOST [COMMAND]";

    private final Guest guest;
    private final LoopQuery query;

    SshTool(Guest guest, LoopQuery query) {
        this.guest = guest;
        this.query = query;
    }

    /** A call as typed; {@code command} is empty for none. */
    private record Call(String target, String user, IpAddress host, boolean background, boolean exit, String command) {}

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        Call call = parse(words);
        if (call.exit) {
            if (!query.ask(() -> guest.tcp().hangUp(call.target))) {
                throw new CommandException(255, "ssh: no connection to " + call.target + " is open");
            }
            out.accept("Exit request sent.\n");
            return 0;
        }
        List<SshClient> opened = query.ask(() -> {
            SshClient client = guest.tcp().ssh(call.host, call.user);
            return client == null ? List.of() : List.of(client);
        });
        if (opened.isEmpty()) {
            throw new CommandException(
                    1, "ssh: Connection to " + call.target + ":22 exited: Connect failed: Network is unreachable");
        }
        SshClient client = opened.get(0);
        boolean kept = false;
        try {
            next(client, call, out);
            out.accept(call.target + "'s password: \n");
            if (call.background) {
                kept = query.ask(() -> guest.tcp().keep(call.target, client));
                return 0;
            }
            return call.command.isEmpty() ? 0 : remote(client, call, out);
        } finally {
            if (!kept) {
                query.ask(() -> {
                    client.close();
                    return true;
                });
            }
        }
    }

    private int remote(SshClient client, Call call, Consumer<String> out)
            throws CommandException, InterruptedException {
        query.ask(() -> {
            client.run(call.command);
            return true;
        });
        while (true) {
            SshClient.Event event = next(client, call, out);
            Integer code = event.exit();
            String output = event.output();
            if (code != null) {
                return code;
            }
            out.accept(output == null ? "" : output);
        }
    }

    /** The next thing that happens, which is not a failure: that one ends the command. */
    private static SshClient.Event next(SshClient client, Call call, Consumer<String> out)
            throws CommandException, InterruptedException {
        for (long seconds = 0; seconds < PATIENCE_SECONDS; seconds++) {
            SshClient.Event event = client.events().poll(1, TimeUnit.SECONDS);
            if (event == null) {
                out.accept(""); // a sign of life, to notice a reader who left
                continue;
            }
            String failure = event.failure();
            if (failure != null) {
                throw new CommandException(
                        1, "ssh: Connection to " + call.target + ":22 exited: Connect failed: " + failure);
            }
            return event;
        }
        throw new CommandException(1, "ssh: Connection to " + call.target + ":22 exited: Connect failed: no answer");
    }

    private static Call parse(List<String> words) throws CommandException {
        boolean background = false;
        boolean exit = false;
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String word = words.get(at++);
            if (word.equals("-O") && at < words.size() && words.get(at).equals("exit")) {
                exit = true;
                at++;
            } else if (word.matches("-[fN]+")) {
                background = true;
            } else {
                throw new CommandException(1, USAGE);
            }
        }
        if (at >= words.size()) {
            throw new CommandException(1, USAGE);
        }
        String target = words.get(at);
        String command = String.join(" ", words.subList(at + 1, words.size()));
        IpAddress host = address(target.substring(target.indexOf('@') + 1));
        if (host == null) {
            throw new CommandException(1, "ssh: bad address '" + target.substring(target.indexOf('@') + 1) + "'");
        }
        String user = target.indexOf('@') < 0 ? "root" : target.substring(0, target.indexOf('@'));
        return new Call(target, user, host, background, exit, command);
    }

    private static @Nullable IpAddress address(String text) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
