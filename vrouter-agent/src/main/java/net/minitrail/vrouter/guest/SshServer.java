package net.minitrail.vrouter.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import net.minitrail.vrouter.tcp.TcpConnection;
import net.minitrail.vrouter.tcp.TcpUser;
import org.jspecify.annotations.Nullable;

/** A guest's side of a call to its port 22: takes any user, and gives him a shell. Confined to the routing loop. */
final class SshServer implements TcpUser, RemoteShell.Caller {
    static final int PORT = 22;

    private final TcpConnection connection;
    private final Guest guest;
    private final SshPacket.Reader reader = new SshPacket.Reader();
    private String user = "root";
    private @Nullable RemoteShell shell;
    private boolean oneCommand;

    SshServer(Guest guest, TcpConnection connection) {
        this.guest = guest;
        this.connection = connection;
    }

    @Override
    public void connected() {
        connection.send((guest.profile().sshVersion() + "\r\n").getBytes(US_ASCII));
        send(SshPacket.HOST_KEY, guest.logins().hostKey().blob());
    }

    @Override
    public void received(byte[] octets) {
        try {
            reader.read(octets).forEach(this::take);
        } catch (IllegalArgumentException e) {
            gone();
            connection.abort(); // no client of ours
        }
    }

    private void take(SshPacket packet) {
        RemoteShell open = shell;
        if (packet.type() == SshPacket.USERAUTH_REQUEST) {
            user = packet.text();
            send(SshPacket.USERAUTH_SUCCESS, "");
        } else if (packet.type() == SshPacket.CHANNEL_REQUEST && open == null) {
            begin(packet.text());
        } else if (packet.type() == SshPacket.CHANNEL_REQUEST && open != null) {
            open.interrupt();
        } else if (packet.type() == SshPacket.CHANNEL_DATA && open != null && !oneCommand) {
            open.line(packet.text());
        } else if (packet.type() == SshPacket.DISCONNECT) {
            gone();
            connection.close();
        }
    }

    private void begin(String request) {
        oneCommand = request.startsWith("exec ");
        RemoteShell begun = guest.logins().remote(user, !oneCommand, this);
        shell = begun;
        if (oneCommand) {
            begun.line(request.substring("exec ".length()));
        } else {
            print(guest.logins().greet(connection.remote()));
            waits(0, begun.prompt());
        }
    }

    @Override
    public void print(String text) {
        send(SshPacket.CHANNEL_DATA, text);
    }

    @Override
    public void waits(int exitCode, String prompt) {
        if (oneCommand) {
            left(exitCode);
        } else {
            send(SshPacket.CHANNEL_SUCCESS, exitCode + " " + prompt);
        }
    }

    @Override
    public void left(int exitCode) {
        send(SshPacket.CHANNEL_EOF, Integer.toString(exitCode));
    }

    private void send(int type, String text) {
        connection.send(new SshPacket(type, text).encode());
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
