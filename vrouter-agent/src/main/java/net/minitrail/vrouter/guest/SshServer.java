package net.minitrail.vrouter.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.tcp.TcpConnection;
import net.minitrail.vrouter.tcp.TcpUser;

/** A guest's side of a call to its port 22: takes any user, runs commands that need no waiting. Confined to the routing loop. */
final class SshServer implements TcpUser {
    static final int PORT = 22;

    private final TcpConnection connection;
    private final GuestShell shell;
    private final SshPacket.Reader reader = new SshPacket.Reader();

    SshServer(Guest guest, LoopQuery query, TcpConnection connection) {
        this.connection = connection;
        this.shell = GuestShell.remote(guest, query);
    }

    @Override
    public void connected() {
        connection.send("SSH-2.0-dropbear_2012.55\r\n".getBytes(US_ASCII));
    }

    @Override
    public void received(byte[] octets) {
        try {
            reader.read(octets).forEach(this::take);
        } catch (IllegalArgumentException e) {
            connection.abort(); // no client of ours
        }
    }

    private void take(SshPacket packet) {
        if (packet.type() == SshPacket.USERAUTH_REQUEST) {
            connection.send(new SshPacket(SshPacket.USERAUTH_SUCCESS, "").encode());
        } else if (packet.type() == SshPacket.CHANNEL_DATA) {
            var text = new StringBuilder();
            int code = run(packet.text(), text);
            connection.send(new SshPacket(SshPacket.CHANNEL_DATA, text.toString()).encode());
            connection.send(new SshPacket(SshPacket.CHANNEL_EOF, Integer.toString(code)).encode());
        } else if (packet.type() == SshPacket.DISCONNECT) {
            connection.close();
        }
    }

    private int run(String line, StringBuilder text) {
        try {
            return shell.run(line, text::append);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    @Override
    public void ended() {
        connection.close();
    }

    @Override
    public void failed(String reason) {}
}
