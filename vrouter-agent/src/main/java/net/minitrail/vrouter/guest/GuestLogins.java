package net.minitrail.vrouter.guest;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.vrouter.cli.LoopQuery;
import org.jspecify.annotations.Nullable;

/** Who logs in to a guest, and what the guest knows of those it logs in to. Confined to the routing loop. */
final class GuestLogins {
    private static final String JUNOS = "--- JUNOS 18.4R1.8 Kernel 64-bit XEN JNPR-11.0-20181207.6c2f68b_2_bu\n";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private final Guest guest;
    private final @Nullable JunosGuest junos;
    private final RoutingLoop loop;
    private final Executor commands;
    private final KnownHosts knownHosts = new KnownHosts();
    private @Nullable HostKey hostKey;
    private String lastLogin = "";

    GuestLogins(Guest guest, @Nullable JunosGuest junos, RoutingLoop loop, Executor commands) {
        this.guest = guest;
        this.junos = junos;
        this.loop = loop;
        this.commands = commands;
    }

    /** The key that callers know the guest by; made for the first of them. */
    HostKey hostKey() {
        HostKey key = hostKey;
        if (key == null) {
            key = HostKey.generate();
            hostKey = key;
        }
        return key;
    }

    KnownHosts knownHosts() {
        return knownHosts;
    }

    /** A terminal at the guest itself; {@code attended} if somebody is there to answer questions. */
    GuestSession local(LoopQuery query, boolean attended) {
        var foreground = new GuestSession.Foreground(attended);
        JunosGuest router = junos;
        LoginShell shell = router == null
                ? new GuestShell(guest, query, foreground)
                : new JunosShell(guest, router, query, "root", foreground);
        return new GuestSession(shell, foreground);
    }

    /** A shell for a caller over the network. Root of a Junos guest gets that of the system below. */
    RemoteShell remote(String user, boolean attended, RemoteShell.Caller caller) {
        var query = new LoopQuery(loop);
        var foreground = new GuestSession.Foreground(attended);
        JunosGuest router = junos;
        LoginShell shell;
        if (router == null) {
            shell = new GuestShell(guest, query, foreground);
        } else {
            var cli = new JunosShell(guest, router, query, user, foreground);
            shell = user.equals("root") ? new CshShell(guest, router, query, cli) : cli;
        }
        return new RemoteShell(new GuestSession(shell, foreground), commands, loop, caller);
    }

    /** What somebody who has logged in from an address reads. */
    String greet(IpAddress from) {
        if (junos == null) {
            return "";
        }
        String before = lastLogin;
        lastLogin = "Last login: " + TIME.format(ZonedDateTime.now(ZoneId.systemDefault())) + " from " + from + "\n";
        return before + JUNOS;
    }

    /** What a caller reads before he has said who he is. */
    String telnetBanner() {
        return junos == null ? "\n" : "\n" + junos.hostName() + " (ttyp0)\n\n";
    }

    /** {@code rm}: there is one file that matters here. */
    int remove(List<String> paths, LoopQuery query, Consumer<String> out) {
        int code = 0;
        for (String path : paths) {
            boolean done = path.equals("-f") || (KnownHosts.PATHS.contains(path) && query.ask(knownHosts::remove));
            if (!done) {
                out.accept("rm: can't remove '" + path + "': No such file or directory\n");
                code = 1;
            }
        }
        return code;
    }
}
