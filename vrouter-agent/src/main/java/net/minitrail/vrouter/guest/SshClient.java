package net.minitrail.vrouter.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.tcp.TcpConnection;
import net.minitrail.vrouter.tcp.TcpStack;
import net.minitrail.vrouter.tcp.TcpUser;
import org.jspecify.annotations.Nullable;

/** A guest's call to another's port 22. Confined to the routing loop; what happens is told by a queue, to any thread. */
final class SshClient implements TcpUser {
    /** What happened: exactly one of the fields says it. */
    record Event(
            boolean loggedIn,
            @Nullable String output,
            @Nullable Integer exit,
            @Nullable String failure) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final SshPacket.Reader reader = new SshPacket.Reader();
    private final String user;
    private final TcpConnection connection;
    private boolean open = true;

    SshClient(TcpStack tcp, IpAddress local, IpAddress remote, String user) {
        this.user = user;
        this.connection = tcp.connect(local, remote, SshServer.PORT, this);
    }

    BlockingQueue<Event> events() {
        return events;
    }

    /** Whether neither side has ended the call. */
    boolean isOpen() {
        return open;
    }

    /** Has the other side run a command. */
    void run(String command) {
        connection.send(new SshPacket(SshPacket.CHANNEL_DATA, command).encode());
    }

    void close() {
        if (open) {
            open = false;
            connection.send(new SshPacket(SshPacket.DISCONNECT, "").encode());
            connection.close();
        }
    }

    @Override
    public void connected() {
        connection.send("SSH-2.0-dropbear_2012.55\r\n".getBytes(US_ASCII));
        connection.send(new SshPacket(SshPacket.USERAUTH_REQUEST, user).encode());
    }

    @Override
    public void received(byte[] octets) {
        try {
            reader.read(octets).forEach(this::take);
        } catch (IllegalArgumentException e) {
            failed("Bad packet: " + e.getMessage());
            connection.abort();
        }
    }

    private void take(SshPacket packet) {
        if (packet.type() == SshPacket.USERAUTH_SUCCESS) {
            events.add(new Event(true, null, null, null));
        } else if (packet.type() == SshPacket.CHANNEL_DATA) {
            events.add(new Event(false, packet.text(), null, null));
        } else if (packet.type() == SshPacket.CHANNEL_EOF && packet.text().matches("[0-9]{1,3}")) {
            events.add(new Event(false, null, Integer.valueOf(packet.text()), null));
        }
    }

    @Override
    public void ended() {
        if (open) {
            failed("Remote closed the connection");
            connection.close();
        }
    }

    @Override
    public void failed(String reason) {
        open = false;
        events.add(new Event(false, null, null, reason));
    }
}
