package net.minitrail.vrouter.guest;

import net.minitrail.vrouter.tcp.TcpConnection;
import net.minitrail.vrouter.tcp.TcpUser;
import org.jspecify.annotations.Nullable;

/** A guest's side of a call to its port 23: asks for a name and a password, takes any, and gives a shell. Confined to the routing loop. */
final class TelnetServer implements TcpUser, TelnetStream.Reader, RemoteShell.Caller {
    static final int PORT = 23;

    private final TcpConnection connection;
    private final Guest guest;
    private final TelnetStream stream = new TelnetStream(this);
    private final TelnetStream.Lines lines = new TelnetStream.Lines(this::line);
    private @Nullable String user;
    private @Nullable RemoteShell shell;

    TelnetServer(Guest guest, TcpConnection connection) {
        this.guest = guest;
        this.connection = connection;
    }

    @Override
    public void connected() {
        print(guest.logins().telnetBanner());
        ask("login: ");
    }

    @Override
    public void received(byte[] octets) {
        stream.read(octets);
    }

    @Override
    public void text(String text) {
        lines.add(text);
    }

    private void line(String line) {
        RemoteShell open = shell;
        if (open != null) {
            open.line(line);
        } else if (user == null) {
            String name = line.strip();
            user = name.isEmpty() ? null : name;
            ask(name.isEmpty() ? "login: " : "Password:");
        } else {
            RemoteShell begun = guest.logins().remote(user, true, this);
            shell = begun;
            print("\n" + guest.logins().greet(connection.remote()));
            ask(begun.prompt());
        }
    }

    @Override
    public void command(int command) {
        if (command == TelnetStream.INTERRUPT && shell != null) {
            shell.interrupt();
        }
    }

    @Override
    public void reply(byte[] octets) {
        connection.send(octets);
    }

    @Override
    public void print(String text) {
        connection.send(TelnetStream.encode(text));
    }

    private void ask(String prompt) {
        print(prompt);
        connection.send(TelnetStream.command(TelnetStream.GO_AHEAD));
    }

    @Override
    public void waits(int exitCode, String prompt) {
        ask(prompt);
    }

    @Override
    public void left(int exitCode) {
        gone();
        connection.close();
    }

    @Override
    public int backlog() {
        return connection.unsent();
    }

    private void gone() {
        if (shell != null) {
            shell.hangUp();
        }
    }

    @Override
    public void ended() {
        gone();
        connection.close();
    }

    @Override
    public void failed(String reason) {
        gone();
    }
}
