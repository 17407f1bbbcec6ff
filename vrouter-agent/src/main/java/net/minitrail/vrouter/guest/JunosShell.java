package net.minitrail.vrouter.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;

/**
 * The shell of a guest that runs Junos: operational commands, and those of the configuration mode, which all shells of the
 * guest share one candidate in. A command of either mode is taken in both, as one that comes without a session has no mode.
 * Confined to the thread of its session.
 */
final class JunosShell implements LoginShell {
    private static final List<String> WORDS = List.of(
            "commit",
            "configure",
            "delete",
            "exit",
            "file delete",
            "ping",
            "rollback",
            "run",
            "set",
            "show configuration",
            "show vrrp",
            "show vrrp detail",
            "show | compare",
            "ssh",
            "telnet");

    private final Guest guest;
    private final JunosGuest junos;
    private final LoopQuery query;
    private final String user;
    private final Map<String, Tool> tools;
    private boolean configuring;

    JunosShell(Guest guest, JunosGuest junos, LoopQuery query, String user, GuestSession.Foreground foreground) {
        this.guest = guest;
        this.junos = junos;
        this.query = query;
        this.user = user;
        this.tools = Map.of(
                "ping", new JunosPing(guest, query),
                "ssh", new SshTool(guest, query, foreground),
                "telnet", new TelnetTool(guest, query, foreground));
    }

    @Override
    public int run(String line, Consumer<String> out) throws InterruptedException {
        String command = line.strip().replaceAll("\\s+", " ");
        try {
            return command.isEmpty() ? 0 : one(command, out);
        } catch (CommandException e) {
            out.accept(e.text() + "\n");
            return e.exitCode();
        }
    }

    @Override
    public boolean leaves(String line) {
        return !configuring && (line.equals("exit") || line.equals("quit"));
    }

    @Override
    public String farewell() {
        return "\n";
    }

    private int one(String line, Consumer<String> out) throws CommandException, InterruptedException {
        String command = line.startsWith("run ") ? line.substring(4) : line;
        int space = command.indexOf(' ');
        String rest = space < 0 ? "" : command.substring(space + 1);
        switch (space < 0 ? command : command.substring(0, space)) {
            case "configure" -> {
                configuring = true;
                out.accept("Entering configuration mode\n");
            }
            case "exit", "quit" -> configuring = false;
            case "set" -> change(line, query.ask(() -> junos.candidate().set(rest)), "syntax error.");
            case "delete" -> change(line, query.ask(() -> junos.candidate().delete(rest)), "statement not found");
            case "rollback" ->
                out.accept(query.ask(() -> {
                    junos.rollback();
                    return "load complete\n";
                }));
            case "commit" -> commit(rest, out);
            case "show" -> out.accept(show(rest));
            case "ping", "ssh", "telnet" -> {
                Tool tool = Objects.requireNonNull(tools.get(space < 0 ? command : command.substring(0, space)));
                return tool.run(rest.isEmpty() ? List.of() : List.of(rest.split(" ")), out);
            }
            case "file" -> {
                return file(rest, out);
            }
            default -> throw new CommandException(1, "unknown command.");
        }
        return 0;
    }

    /** {@code file delete PATH}. */
    private int file(String rest, Consumer<String> out) throws CommandException {
        if (!rest.startsWith("delete ")) {
            throw new CommandException(1, "file " + rest + "\nsyntax error.");
        }
        return guest.logins().remove(List.of(rest.substring("delete ".length())), query, out);
    }

    private static void change(String line, boolean done, String problem) throws CommandException {
        if (!done) {
            throw new CommandException(1, line + "\n" + problem);
        }
    }

    private void commit(String rest, Consumer<String> out) throws CommandException {
        String problem = query.ask(() -> {
            try {
                junos.commit();
                return "";
            } catch (IllegalArgumentException e) {
                return String.valueOf(e.getMessage());
            }
        });
        if (!problem.isEmpty()) {
            throw new CommandException(1, "error: " + problem + "\nerror: configuration check-out failed");
        }
        configuring &= !rest.equals("and-quit");
        out.accept("commit complete\n");
    }

    private String show(String rest) throws CommandException {
        return switch (rest) {
            case "vrrp" -> query.ask(() -> VrrpText.brief(junos.routers()));
            case "vrrp detail" -> query.ask(() -> VrrpText.detail(junos.routers(), guest.nics()));
            case "configuration", "configuration | display set" ->
                query.ask(() -> lines("set ", junos.active().lines()));
            case "", "| display set" ->
                query.ask(() -> lines("set ", junos.candidate().lines()));
            case "| compare" -> query.ask(this::compare);
            default -> throw new CommandException(1, "show " + rest + "\nsyntax error.");
        };
    }

    private String compare() {
        List<String> before = junos.active().lines();
        List<String> after = junos.candidate().lines();
        return lines("- ", before.stream().filter(line -> !after.contains(line)).toList())
                + lines(
                        "+ ",
                        after.stream().filter(line -> !before.contains(line)).toList());
    }

    private static String lines(String prefix, List<String> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(prefix).append(line).append('\n'));
        return text.toString();
    }

    @Override
    public String prompt() {
        return user + "@" + query.ask(junos::hostName) + (configuring ? "# " : "> ");
    }

    @Override
    public List<Candidate> complete(String line, int cursor) {
        String before = line.substring(0, cursor).stripLeading();
        int from = before.lastIndexOf(' ') + 1;
        var found = new ArrayList<Candidate>();
        for (String words : WORDS) {
            if (words.startsWith(before)) {
                int end = words.indexOf(' ', from);
                var candidate = new Candidate(words.substring(from, end < 0 ? words.length() : end), "");
                if (!found.contains(candidate)) {
                    found.add(candidate);
                }
            }
        }
        return found;
    }
}
