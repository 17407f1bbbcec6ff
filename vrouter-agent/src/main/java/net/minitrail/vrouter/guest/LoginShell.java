package net.minitrail.vrouter.guest;

import net.minitrail.net.runtime.CommandShell;

/** A shell that somebody can log in to, and leave. */
interface LoginShell extends CommandShell {

    /** Whether a line leaves the shell. */
    boolean leaves(String line);

    /** Whether a line logs in elsewhere, by {@code ssh} or {@code telnet}. */
    static boolean calls(String line) {
        String command = line.strip();
        return command.startsWith("ssh ") || command.startsWith("telnet ");
    }

    /** What it prints when it is left. */
    String farewell();
}
