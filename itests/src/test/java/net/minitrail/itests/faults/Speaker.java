package net.minitrail.itests.faults;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A peer that says what it is told to, octet by octet, and listens in a thread of its own. Thread-safe. */
final class Speaker implements AutoCloseable {
    /** Longer than anything takes on a busy machine; what is waited for nearly always comes at once. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket = new Socket();
    private final HeardRoutes heard = new HeardRoutes();
    private @Nullable Message notification;
    private boolean established;
    private boolean closed;

    Speaker(String from, InetSocketAddress to) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.setTcpNoDelay(true);
        socket.connect(to, (int) PATIENCE.toMillis());
        Thread listener = new Thread(this::listen, "speaker " + from);
        listener.setDaemon(true);
        listener.start();
    }

    /** Sends octets; that the other side closed meanwhile is for the listener to notice. */
    void send(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            over();
        }
    }

    private void listen() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = new byte[Message.HEADER];
            while (true) {
                in.readFully(header);
                byte[] body = new byte[((header[16] & 0xFF) << 8 | header[17] & 0xFF) - Message.HEADER];
                in.readFully(body);
                take(new Message(header[18], body));
            }
        } catch (EOFException e) {
            over();
        } catch (IOException e) {
            over();
        }
    }

    private synchronized void take(Message message) {
        switch (message.type()) {
            case Message.UPDATE -> heard.take(message.body());
            case Message.NOTIFICATION -> notification = message;
            case Message.KEEPALIVE -> established = true;
            default -> {}
        }
        notifyAll();
    }

    private synchronized void over() {
        closed = true;
        notifyAll();
    }

    /** Waits until something is so; answers whether it came to be. */
    synchronized boolean await(Predicate<Speaker> condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(this)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }

    /** Whether a KEEPALIVE came, and nothing ended the session since. */
    synchronized boolean isUp() {
        return established && !isOver();
    }

    synchronized boolean isOver() {
        return closed || notification != null;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** The code, subcode and data in hexadecimal, or a word for what came in its place. */
    synchronized String notification() {
        Message last = notification;
        return last != null ? last.hex() : closed ? "closed" : "none";
    }

    /** To be asked within {@link #await}, or while nothing comes. */
    synchronized HeardRoutes heard() {
        return heard;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            over();
        }
    }
}
