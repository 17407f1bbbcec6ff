package net.minitrail.vrouter.guest;

import java.util.List;
import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.cli.CommandException;
import org.jspecify.annotations.Nullable;

/**
 * Whom a program calls, and from where.
 *
 * @param source null for the address that the way there suggests
 */
record CallEnd(IpAddress host, @Nullable IpAddress source, int port) {

    /** Reads what follows the host in Junos: {@code [source ADDRESS] [port PORT]}. */
    static CallEnd junos(String tool, String host, List<String> words, int usualPort) throws CommandException {
        if (words.size() % 2 != 0) {
            throw new CommandException(1, "error: usage: " + tool + " HOST [source ADDRESS] [port PORT]");
        }
        IpAddress source = null;
        int port = usualPort;
        for (int i = 0; i < words.size(); i += 2) {
            switch (words.get(i)) {
                case "source" -> source = address(tool, words.get(i + 1));
                case "port" -> port = port(tool, words.get(i + 1));
                default ->
                    throw new CommandException(1, "syntax error: '" + words.get(i) + "' (expected: source, port)");
            }
        }
        return new CallEnd(address(tool, host), source, port);
    }

    static int port(String tool, String text) throws CommandException {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw new CommandException(1, tool + ": bad port '" + text + "' (expected: 1..65535)");
        }
        return Integer.parseInt(text);
    }

    static IpAddress address(String tool, String text) throws CommandException {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(1, tool + ": bad address '" + text + "'");
        }
    }
}
