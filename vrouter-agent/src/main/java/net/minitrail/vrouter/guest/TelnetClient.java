package net.minitrail.vrouter.guest;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.tcp.TcpConnection;
import net.minitrail.vrouter.tcp.TcpStack;
import net.minitrail.vrouter.tcp.TcpUser;

/** A guest's call by TELNET, to any port. Confined to the routing loop; what happens is told by a queue, to any thread. */
final class TelnetClient implements TcpUser, TelnetStream.Reader {
    /** What can happen. */
    enum Happening {
        CONNECTED,
        /** {@code text} came. */
        TEXT,
        /** It is our turn. */
        GO_AHEAD,
        /** The other side has closed. */
        CLOSED,
        /** The call is over, for the reason {@code text}. */
        FAILED
    }

    /** Something that happened. */
    record Event(Happening what, String text) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final TelnetStream stream = new TelnetStream(this);
    private final TcpConnection connection;
    private final Linger linger = new Linger();

    TelnetClient(TcpStack tcp, IpAddress local, IpAddress remote, int port) {
        this.connection = tcp.connect(local, remote, port, this);
    }

    BlockingQueue<Event> events() {
        return events;
    }

    /** When the call is over on the wire too. */
    Linger linger() {
        return linger;
    }

    /** Types a line. */
    void type(String line) {
        connection.send(TelnetStream.encode(line + "\n"));
    }

    void interrupt() {
        connection.send(TelnetStream.command(TelnetStream.INTERRUPT));
    }

    void close() {
        connection.close();
    }

    @Override
    public void connected() {
        happens(Happening.CONNECTED, "");
    }

    @Override
    public void received(byte[] octets) {
        stream.read(octets);
    }

    @Override
    public void text(String text) {
        happens(Happening.TEXT, text);
    }

    @Override
    public void command(int command) {
        if (command == TelnetStream.GO_AHEAD) {
            happens(Happening.GO_AHEAD, "");
        }
    }

    @Override
    public void reply(byte[] octets) {
        connection.send(octets);
    }

    @Override
    public void ended() {
        connection.close();
        happens(Happening.CLOSED, "");
    }

    @Override
    public void closed() {
        linger.gone();
    }

    @Override
    public void failed(String reason) {
        linger.gone();
        happens(Happening.FAILED, reason);
    }

    private void happens(Happening what, String text) {
        events.add(new Event(what, text));
    }
}
