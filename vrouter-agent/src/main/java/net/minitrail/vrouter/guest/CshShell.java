package net.minitrail.vrouter.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.minitrail.vrouter.cli.LoopQuery;

/** The shell that root gets when he logs in to a Junos guest; {@code cli} goes on to Junos, until that is left. Confined to its user. */
final class CshShell implements LoginShell {
    private static final List<String> WORDS = List.of("cli", "exit", "hostname", "rm");

    private final Guest guest;
    private final JunosGuest junos;
    private final LoopQuery query;
    private final JunosShell cli;
    private boolean inCli;

    CshShell(Guest guest, JunosGuest junos, LoopQuery query, JunosShell cli) {
        this.guest = guest;
        this.junos = junos;
        this.query = query;
        this.cli = cli;
    }

    @Override
    public int run(String text, Consumer<String> out) throws InterruptedException {
        String line = text.strip();
        if (inCli) {
            inCli = !cli.leaves(line);
            return inCli ? cli.run(line, out) : 0;
        }
        List<String> words = List.of(line.split("\\s+"));
        switch (words.get(0)) {
            case "" -> {}
            case "cli" -> inCli = true;
            case "hostname" -> out.accept(query.ask(junos::hostName) + "\n");
            case "rm" -> {
                return guest.logins().remove(words.subList(1, words.size()), query, out);
            }
            default -> {
                out.accept(words.get(0) + ": Command not found.\n");
                return 1;
            }
        }
        return 0;
    }

    @Override
    public boolean leaves(String line) {
        return !inCli && (line.equals("exit") || line.equals("logout"));
    }

    @Override
    public String farewell() {
        return "logout\n";
    }

    @Override
    public String prompt() {
        return inCli ? cli.prompt() : "root@" + query.ask(junos::hostName) + ":~ # ";
    }

    @Override
    public List<Candidate> complete(String line, int cursor) {
        if (inCli) {
            return cli.complete(line, cursor);
        }
        var found = new ArrayList<Candidate>();
        for (String word : WORDS) {
            if (word.startsWith(line.substring(0, cursor))) {
                found.add(new Candidate(word, ""));
            }
        }
        return found;
    }
}
