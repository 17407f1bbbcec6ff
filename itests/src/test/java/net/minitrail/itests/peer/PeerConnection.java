package net.minitrail.itests.peer;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/**
 * An established session of a BGP peer. A thread of its own reads; whoever owns the session writes, keepalives too, unless
 * asked to be silent. For one owner; what was heard may be read by any thread.
 */
public final class PeerConnection implements AutoCloseable {
    /** A small window, so that a peer that does not read is soon felt by the sender. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] KEEPALIVE = new Octets().message(4);
    private static final int NOTIFICATION = 3;
    private static final int UPDATE = 2;

    private final Socket socket;
    private final DataInputStream in;
    private final AdjRibIn received = new AdjRibIn();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final ReadingGate gate = new ReadingGate();
    private volatile long keepalives;

    private PeerConnection(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    /**
     * Dials from {@code from} and exchanges OPEN and KEEPALIVE.
     *
     * @throws IOException if the other side refuses, with its NOTIFICATION in the message
     */
    public static PeerConnection open(String from, InetSocketAddress to, OpenMessage open) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(to, PATIENCE_MILLIS);
            var connection = new PeerConnection(socket);
            connection.send(open.octets());
            connection.expect(1);
            connection.send(KEEPALIVE);
            connection.expect(4);
            socket.setSoTimeout(0);
            Thread reader = new Thread(connection::read, "peer " + from);
            reader.setDaemon(true);
            reader.start();
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void expect(int type) throws IOException {
        byte[] message = receive();
        if (message[0] != type) {
            throw new IOException(
                    "got " + HexFormat.of().formatHex(message) + " in place of a message of type " + type);
        }
    }

    /** The next message from its type on. */
    private byte[] receive() throws IOException {
        in.skipNBytes(16);
        byte[] message = new byte[in.readUnsignedShort() - 18];
        in.readFully(message);
        return message;
    }

    private void read() {
        try {
            while (true) {
                byte[] message = receive();
                gate.pass();
                if (message[0] == UPDATE) {
                    received.apply(Arrays.copyOfRange(message, 1, message.length));
                } else if (message[0] == NOTIFICATION) {
                    end.complete(words(message));
                } else {
                    keepalives++;
                }
            }
        } catch (IOException e) {
            end.complete("closed");
        } catch (RuntimeException e) {
            end.complete("cannot read: " + e);
        }
    }

    /** A NOTIFICATION, with the text of a shutdown if there is one (RFC 9003 section 2). */
    private static String words(byte[] message) {
        boolean hasText = message[1] == 6 && (message[2] == 2 || message[2] == 4) && message.length > 4;
        String text = hasText ? new String(message, 4, message[3] & 0xFF, StandardCharsets.UTF_8) : "";
        return (message[1] + "/" + message[2] + " " + text).trim();
    }

    /** Stops taking octets from the socket, or goes on. */
    public void setReading(boolean value) {
        gate.set(value);
    }

    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    public void sendKeepalive() throws IOException {
        send(KEEPALIVE);
    }

    public AdjRibIn received() {
        return received;
    }

    public long keepalives() {
        return keepalives;
    }

    /** How the session ended: {@code 6/2 text}, {@code closed}; not done while it stands. */
    public CompletableFuture<String> end() {
        return end;
    }

    public boolean isUp() {
        return !end.isDone();
    }

    /** Ends with Cease (6/2) and a FIN. */
    public void cease() throws IOException {
        send(new Octets().u8(6).u8(2).message(NOTIFICATION));
        close();
    }

    /** Ends with a RST, without a word. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    /** Ends with a FIN, without a word. */
    @Override
    public void close() throws IOException {
        setReading(true);
        end.complete("closed by us");
        socket.close();
    }
}
