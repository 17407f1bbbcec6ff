package net.minitrail.vrouter.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.tcp.TcpConnection;
import net.minitrail.vrouter.tcp.TcpStack;
import net.minitrail.vrouter.tcp.TcpUser;

/** A guest's call to another's port 22. Confined to the routing loop; what happens is told by a queue, to any thread. */
final class SshClient implements TcpUser {
    /** What can happen. */
    enum Happening {
        /** The other side has said who it is: {@code text} is the host key. */
        HOST_KEY,
        LOGGED_IN,
        /** {@code text} was printed. */
        OUTPUT,
        /** A line is wanted, at the prompt {@code text}. */
        WAITS,
        /** The command or shell is over. */
        EXIT,
        /** The call is over, for the reason {@code text}. */
        FAILED
    }

    /**
     * Something that happened.
     *
     * @param code exit code, where there is one
     */
    record Event(Happening what, String text, int code) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final SshPacket.Reader reader = new SshPacket.Reader();
    private final TcpConnection connection;
    private final String version;
    private final Linger linger = new Linger();
    private boolean open = true;

    /** @param version the line that it begins with */
    SshClient(TcpStack tcp, IpAddress local, IpAddress remote, int port, String version) {
        this.version = version;
        this.connection = tcp.connect(local, remote, port, this);
    }

    BlockingQueue<Event> events() {
        return events;
    }

    /** When the call is over on the wire too. */
    Linger linger() {
        return linger;
    }

    /** Whether neither side has ended the call. */
    boolean isOpen() {
        return open;
    }

    void logIn(String user) {
        send(SshPacket.USERAUTH_REQUEST, user);
    }

    /** Has the other side run a command. */
    void run(String command) {
        send(SshPacket.CHANNEL_REQUEST, "exec " + command);
    }

    /** Has the other side begin a shell. */
    void shell() {
        send(SshPacket.CHANNEL_REQUEST, "shell");
    }

    /** Types a line into the shell. */
    void type(String line) {
        send(SshPacket.CHANNEL_DATA, line);
    }

    /** Interrupts what runs. */
    void interrupt() {
        send(SshPacket.CHANNEL_REQUEST, "signal INT");
    }

    void close() {
        if (open) {
            open = false;
            send(SshPacket.DISCONNECT, "");
            connection.close();
        }
    }

    private void send(int type, String text) {
        connection.send(new SshPacket(type, text).encode());
    }

    @Override
    public void connected() {
        connection.send((version + "\r\n").getBytes(US_ASCII));
    }

    @Override
    public void received(byte[] octets) {
        try {
            reader.read(octets).forEach(this::take);
        } catch (IllegalArgumentException e) {
            connection.abort();
            failed("Bad packet: " + e.getMessage());
        }
    }

    private void take(SshPacket packet) {
        String text = packet.text();
        switch (packet.type()) {
            case SshPacket.HOST_KEY -> happens(Happening.HOST_KEY, text, 0);
            case SshPacket.USERAUTH_SUCCESS -> happens(Happening.LOGGED_IN, "", 0);
            case SshPacket.CHANNEL_DATA -> happens(Happening.OUTPUT, text, 0);
            case SshPacket.CHANNEL_SUCCESS -> {
                int blank = text.indexOf(' ');
                happens(Happening.WAITS, text.substring(blank + 1), code(blank < 0 ? "" : text.substring(0, blank)));
            }
            case SshPacket.CHANNEL_EOF -> happens(Happening.EXIT, "", code(text));
            default -> {} // RFC 4253 section 11.4 would have it told
        }
    }

    private static int code(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 255;
    }

    private void happens(Happening what, String text, int code) {
        events.add(new Event(what, text, code));
    }

    @Override
    public void ended() {
        if (open) {
            open = false;
            connection.close();
            happens(Happening.FAILED, "Remote closed the connection", 255);
        }
    }

    @Override
    public void closed() {
        linger.gone();
    }

    @Override
    public void failed(String reason) {
        open = false;
        linger.gone();
        happens(Happening.FAILED, reason, 255);
    }
}
