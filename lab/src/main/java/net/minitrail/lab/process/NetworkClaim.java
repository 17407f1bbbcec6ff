package net.minitrail.lab.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * A network 127.N.0.0/16 that launchers of this machine, whoever runs them, leave to each other from the choice until the lab's
 * nodes listen there: whoever has its UDP port 1179, which no node uses, has it. For one thread.
 */
final class NetworkClaim implements AutoCloseable {
    private static final int PORT = 1179;

    private @Nullable DatagramSocket held;

    /**
     * Gives up the network that it has and takes another one.
     *
     * @param network N
     * @return whether nobody else has it
     */
    boolean moveTo(int network) {
        close();
        byte[] address = {127, (byte) network, 0, 0};
        try {
            held = new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(address), PORT));
            return true;
        } catch (SocketException e) {
            return false; // somebody else has it
        } catch (IOException e) {
            throw new AssertionError("four octets are an address", e);
        }
    }

    @Override
    public void close() {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
