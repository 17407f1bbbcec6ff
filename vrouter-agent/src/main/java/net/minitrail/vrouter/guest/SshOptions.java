package net.minitrail.vrouter.guest;

import java.util.List;
import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.cli.CommandException;
import org.jspecify.annotations.Nullable;

/**
 * A call as typed: {@code ssh [-y] [-f -N | -O exit] [-p PORT] [-b SOURCE] [-l USER] [USER@]HOST [COMMAND]}, or on Junos
 * {@code ssh [USER@]HOST [source SOURCE] [port PORT]}.
 *
 * @param target as typed, {@code USER@HOST} or {@code HOST}
 * @param background whether the call stays open without a shell
 * @param exit whether a call in the background ends
 * @param accept whether an unknown host key is taken without asking
 * @param command empty for a shell
 */
record SshOptions(
        String target, String user, CallEnd end, boolean background, boolean exit, boolean accept, String command) {
    private static final String USAGE =
            "Usage: ssh [-y] [-f -N | -O exit] [-p PORT] [-b ADDRESS] [-l USER] [USER@]HOST [COMMAND]";

    static SshOptions parse(List<String> words) throws CommandException {
        var reading = new Reading();
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String word = words.get(at++);
            String value = at < words.size() ? words.get(at) : "";
            boolean valued = true;
            switch (word) {
                case "-O" -> reading.exit = value.equals("exit");
                case "-p" -> reading.port = CallEnd.port("ssh", value);
                case "-b" -> reading.source = CallEnd.address("ssh", value);
                case "-l" -> reading.user = value;
                default -> valued = false;
            }
            at += valued ? 1 : 0;
            if (word.equals("-y")) {
                reading.accept = true;
            } else if (word.matches("-[fN]+")) {
                reading.background = true;
            } else if (!valued || (word.equals("-O") && !reading.exit)) {
                throw new CommandException(1, USAGE);
            }
        }
        if (at >= words.size()) {
            throw new CommandException(1, USAGE);
        }
        String target = words.get(at);
        return reading.call(target, reading.end(target), String.join(" ", words.subList(at + 1, words.size())));
    }

    static SshOptions parseJunos(List<String> words) throws CommandException {
        String target = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        CallEnd end = CallEnd.junos("ssh", target.substring(target.indexOf('@') + 1), rest, SshServer.PORT);
        return new Reading().call(target, end, "");
    }

    /** A call while its words are read. */
    private static final class Reading {
        private String user = "";
        private @Nullable IpAddress source;
        private int port = SshServer.PORT;
        private boolean background;
        private boolean exit;
        private boolean accept;

        CallEnd end(String target) throws CommandException {
            return new CallEnd(CallEnd.address("ssh", target.substring(target.indexOf('@') + 1)), source, port);
        }

        SshOptions call(String target, CallEnd end, String command) {
            int at = target.indexOf('@');
            String caller = at >= 0 ? target.substring(0, at) : user.isEmpty() ? "root" : user;
            boolean whole = at >= 0 || user.isEmpty();
            return new SshOptions(whole ? target : user + "@" + target, caller, end, background, exit, accept, command);
        }
    }
}
