package net.minitrail.vrouter.guest;

import java.util.List;
import java.util.function.Consumer;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;

/** {@code telnet [-b SOURCE] HOST [PORT]}, on Junos {@code telnet HOST [source SOURCE] [port PORT]}. Thread-safe. */
final class TelnetTool implements Tool {
    private static final String USAGE = "Usage: telnet [-b ADDRESS] HOST [PORT]";

    private final Guest guest;
    private final LoopQuery query;
    private final GuestSession.Foreground foreground;

    TelnetTool(Guest guest, LoopQuery query, GuestSession.Foreground foreground) {
        this.guest = guest;
        this.query = query;
        this.foreground = foreground;
    }

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        CallEnd end = parse(words);
        List<TelnetClient> opened = query.ask(() -> {
            TelnetClient client = guest.tcp().telnet(end);
            return client == null ? List.of() : List.of(client);
        });
        TelnetWords say = guest.profile() == GuestProfile.CIRROS ? TelnetWords.BUSYBOX : TelnetWords.BSD;
        String host = end.host().toString();
        if (opened.isEmpty()) {
            out.accept(say.trying(host));
            throw new CommandException(
                    1, say.unreachable(host, "Network is unreachable").stripTrailing());
        }
        var call = new TelnetCall(query, opened.get(0), say, host);
        int code = call.begin(out);
        if (!call.isOver()) {
            foreground.begin(call);
        }
        return code;
    }

    private CallEnd parse(List<String> words) throws CommandException {
        if (guest.profile() == GuestProfile.VSRX && !words.isEmpty()) {
            return CallEnd.junos("telnet", words.get(0), words.subList(1, words.size()), TelnetServer.PORT);
        }
        boolean bound = words.size() >= 2 && words.get(0).equals("-b");
        List<String> rest = bound ? words.subList(2, words.size()) : words;
        if (rest.isEmpty() || rest.size() > 2 || rest.get(0).startsWith("-")) {
            throw new CommandException(1, USAGE);
        }
        return new CallEnd(
                CallEnd.address("telnet", rest.get(0)),
                bound ? CallEnd.address("telnet", words.get(1)) : null,
                rest.size() == 2 ? CallEnd.port("telnet", rest.get(1)) : TelnetServer.PORT);
    }
}
