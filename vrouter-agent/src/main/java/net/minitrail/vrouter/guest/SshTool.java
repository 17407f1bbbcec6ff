package net.minitrail.vrouter.guest;

import java.util.List;
import java.util.function.Consumer;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;

/**
 * {@code ssh}: runs a command on another guest, opens a shell there, or, with {@code -f -N}, leaves the connection open in the
 * background until {@code ssh -O exit}, as OpenSSH does with a shared one. Nothing is encrypted, and every user is let in
 * without a password. Thread-safe.
 */
final class SshTool implements Tool {
    private final Guest guest;
    private final LoopQuery query;
    private final GuestSession.Foreground foreground;

    SshTool(Guest guest, LoopQuery query, GuestSession.Foreground foreground) {
        this.guest = guest;
        this.query = query;
        this.foreground = foreground;
    }

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        boolean junos = guest.profile() == GuestProfile.VSRX;
        SshOptions options = junos ? SshOptions.parseJunos(words) : SshOptions.parse(words);
        if (options.exit()) {
            return exit(options, out);
        }
        List<SshClient> opened = query.ask(() -> {
            SshClient client = guest.tcp().ssh(options.end());
            return client == null ? List.of() : List.of(client);
        });
        SshWords say = guest.profile().sshWords();
        if (opened.isEmpty()) {
            throw new CommandException(1, say.failed(options, false, "Network is unreachable"));
        }
        var call = new SshCall(guest, query, options, opened.get(0));
        int code = call.begin(foreground.answersQuestions(), out);
        if (!call.isOver()) {
            foreground.begin(call);
        }
        return code;
    }

    private int exit(SshOptions options, Consumer<String> out) throws CommandException, InterruptedException {
        List<SshClient> ended = query.ask(() -> {
            SshClient client = guest.tcp().hangUp(options.target());
            return client == null ? List.of() : List.of(client);
        });
        if (ended.isEmpty()) {
            throw new CommandException(255, "ssh: no connection to " + options.target() + " is open");
        }
        ended.get(0).linger().await(out);
        out.accept("Exit request sent.\n");
        return 0;
    }
}
