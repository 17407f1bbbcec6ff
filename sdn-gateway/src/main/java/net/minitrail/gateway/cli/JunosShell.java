package net.minitrail.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.junos.JunosSyntaxException;
import net.minitrail.gateway.junos.Statements;
import net.minitrail.gateway.junos.Token;
import net.minitrail.gateway.junos.Tokens;
import net.minitrail.net.runtime.CommandShell;

/**
 * A command line of the gateway: an interactive one, which is in one of two modes, or one for a single {@code exec}, where
 * commands of both modes are taken. Used by one thread at a time.
 *
 * <p>In a single {@code exec}, what both modes know is operational, but for a {@code show} that only the configuration can
 * answer: {@code show routing-instances test_vn}, {@code show interfaces lo0.1000}, {@code show | compare}. Of several commands
 * those after a syntax error are not run, and those before it leave no trace in the candidate.
 */
public final class JunosShell implements CommandShell {
    private final CommandContext context;
    private final OperationalMode operational;
    private final ConfigureMode configure;
    private final boolean single;
    private boolean configuring;

    private JunosShell(CommandContext context, boolean single) {
        this.context = context;
        this.operational = new OperationalMode(context);
        this.configure = new ConfigureMode(context);
        this.single = single;
    }

    /** A command line that keeps its mode from line to line. */
    public static JunosShell interactive(CommandContext context) {
        return new JunosShell(context, false);
    }

    /** A command line for one {@code exec}. */
    public static JunosShell single(CommandContext context) {
        return new JunosShell(context, true);
    }

    @Override
    public String prompt() {
        String user = "root@" + context.hostName();
        return configuring ? banner() + "\n" + user + "# " : user + "> ";
    }

    private String banner() {
        return configure.place().isEmpty() ? "[edit]" : "[edit " + String.join(" ", configure.place()) + "]";
    }

    @Override
    public int run(String line, Consumer<String> out) throws InterruptedException {
        int exit = 0;
        List<String> commands = commands(line);
        ConfigNode before = context.store().candidate();
        for (String command : commands) {
            try {
                exit = one(command, out);
            } catch (JunosSyntaxException e) {
                out.accept(e.caret(width()));
                exit = 1;
                if (single) { // the rest may depend on what failed, and half a change is worse than none
                    context.store().override(before);
                    configuring = false;
                    return exit;
                }
            }
            if (configuring && !single) {
                out.accept("\n");
            }
        }
        return exit;
    }

    /** Lines, and the parts between semicolons outside of quotes, are commands of their own. */
    private static List<String> commands(String line) {
        List<String> commands = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : '\n';
            quoted ^= c == '"';
            if (c == '\n' || c == ';' && !quoted) {
                commands.add(line.substring(from, i));
                from = i + 1;
                quoted = false;
            }
        }
        return commands.stream().filter(command -> !command.isBlank()).toList();
    }

    private int one(String command, Consumer<String> out) throws InterruptedException {
        Pipes pipes = Pipes.of(command);
        List<Token> words = Tokens.of(pipes.command());
        if (words.isEmpty()) {
            return 0;
        }
        if (pipes.isEmpty()) {
            return dispatch(words, pipes, out);
        }
        var whole = new StringBuilder();
        int exit = dispatch(words, pipes, whole::append);
        out.accept(pipes.filter(whole.toString()));
        return exit;
    }

    /** Columns that the prompt takes on the line of the command. */
    private int width() {
        String prompt = prompt();
        return prompt.length() - prompt.lastIndexOf('\n') - 1;
    }

    private int dispatch(List<Token> words, Pipes pipes, Consumer<String> out) throws InterruptedException {
        String verb = words.get(0).text();
        if (configuring) {
            return configuring(words, pipes, out);
        }
        if ("configure".startsWith(verb) && verb.length() > 3 || verb.equals("edit") && !single) {
            configuring = true;
            out.accept("Entering configuration mode\n");
            return 0;
        }
        if (verb.equals("quit") || verb.equals("exit")) {
            return 0;
        }
        if (single && isConfigurationOnly(words)) {
            return Math.max(0, configure.run(words, pipes, out));
        }
        return operational.run(words, pipes, out);
    }

    private int configuring(List<Token> words, Pipes pipes, Consumer<String> out) throws InterruptedException {
        if (words.get(0).is("run") && words.size() > 1) {
            return operational.run(words.subList(1, words.size()), pipes, out);
        }
        int exit = configure.run(words, pipes, out);
        if (exit < 0) {
            configuring = false;
            out.accept("Exiting configuration mode\n");
            return 0;
        }
        return exit;
    }

    private boolean isConfigurationOnly(List<Token> words) {
        String verb = ConfigureMode.spelled(words.get(0).text());
        if (!verb.equals("show")) {
            return ConfigureMode.knows(verb)
                    && !OperationalMode.COMMANDS.knows(words.get(0).text());
        }
        if (words.size() == 1) {
            return true;
        }
        String what = words.get(1).text();
        if (OperationalMode.isShow(words, "configuration")) {
            return false;
        }
        if (what.equals("interfaces") && words.size() > 2 && words.get(2).text().matches("lo0(\\.\\d+)?")) {
            return words.size() == 3
                    && net.minitrail.gateway.junos.Candidate.find(
                                    context.store().candidate(), words.subList(1, 3))
                            .isPresent();
        }
        return Statements.root().childByBeginning(what).isPresent()
                && OperationalMode.COMMANDS.next(List.of(words.get(0))).stream()
                        .noneMatch(next -> next.word().startsWith(what));
    }

    @Override
    public List<Candidate> complete(String line, int cursor) {
        return Completion.of(context, line.substring(0, cursor), configuring, single, configure.place());
    }
}
