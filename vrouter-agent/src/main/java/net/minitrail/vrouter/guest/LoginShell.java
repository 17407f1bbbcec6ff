package net.minitrail.vrouter.guest;

import net.minitrail.net.runtime.CommandShell;

/** A shell that somebody can log in to, and leave. */
interface LoginShell extends CommandShell {

    /** Whether a line leaves the shell. */
    boolean leaves(String line);

    /** What it prints when it is left. */
    String farewell();
}
