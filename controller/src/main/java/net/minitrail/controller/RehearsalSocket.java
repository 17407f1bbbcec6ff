package net.minitrail.controller;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A neighbor or an agent that says what it is told to say and reads whatever comes, without looking at it. For one thread. */
final class RehearsalSocket implements AutoCloseable {
    /** How long it waits for more, in milliseconds. */
    private static final int PATIENCE = 500;

    private final Socket socket;
    private final long end;
    private final byte[] heard = new byte[1 << 16];

    /**
     * Dials from 127.0.1.number and says what brings the session up.
     *
     * @param end when the rehearsal is over, by {@link System#nanoTime}: after that nothing is said and nothing waited for
     */
    RehearsalSocket(int number, InetSocketAddress controller, byte[] opening, long end) throws IOException {
        this.end = end;
        socket = new Socket(
                controller.getAddress(),
                controller.getPort(),
                InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) number}),
                0);
        socket.setTcpNoDelay(true);
        send(opening);
    }

    void send(byte[] octets) throws IOException {
        if (left() > 0) {
            socket.getOutputStream().write(octets);
        }
    }

    /** Milliseconds until the end; not positive after it. */
    private long left() {
        return (end - System.nanoTime()) / 1_000_000;
    }

    /** Reads until so many octets have come and no more are there, or nothing comes for long; answers how many came. */
    long listen(long least) throws IOException {
        InputStream in = socket.getInputStream();
        long octets = 0;
        try {
            while (octets < least || in.available() > 0) {
                long left = left();
                if (left <= 0) {
                    return octets;
                }
                socket.setSoTimeout((int) Math.min(PATIENCE, left));
                int some = in.read(heard);
                if (some < 0) {
                    throw new IOException("the controller has closed a session of the rehearsal");
                }
                octets += some;
            }
        } catch (SocketTimeoutException e) {
            return octets; // changes that follow each other fast are told as one
        }
        return octets;
    }

    /** Says the last words and reads until the controller has ended the session, or is silent for long. */
    void leave(byte[] closing) throws IOException {
        send(closing);
        try {
            while (left() > 0 && socket.getInputStream().read(heard) >= 0) {
                socket.setSoTimeout(PATIENCE);
            }
        } catch (SocketTimeoutException e) {
            // then it ends with TCP
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
