package net.minitrail.net.kernel;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import net.minitrail.net.Ipv4Address;

/**
 * Sends and receives whole IPv4 packets of one protocol (raw(7)). Thread-safe, as far as one thread receives and closes
 * what it received from.
 */
public final class RawSocket implements AutoCloseable {
    private static final int LARGEST = 65_535;
    private static final int SOCKET_ADDRESS = 16;

    private final int fd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final byte[] buffer = new byte[LARGEST];

    private RawSocket(int fd) {
        this.fd = fd;
    }

    /**
     * Opens a socket for what is sent to {@code address}.
     *
     * @param protocol of the IPv4 header, 0 to 255
     * @throws IOException if we are not root, or the address is not this machine's
     */
    public static RawSocket open(Ipv4Address address, int protocol) throws IOException {
        int fd = -1;
        try {
            fd = SystemCalls.socket(SystemCalls.AF_INET, SystemCalls.SOCK_RAW | SystemCalls.SOCK_CLOEXEC, protocol);
            byte[] yes = {1, 0, 0, 0};
            SystemCalls.setsockopt(fd, SystemCalls.IPPROTO_IP, SystemCalls.IP_HDRINCL, yes, yes.length);
            SystemCalls.bind(fd, socketAddress(address), SOCKET_ADDRESS);
            return new RawSocket(fd);
        } catch (LastErrorException e) {
            if (fd >= 0) {
                SystemCalls.close(fd);
            }
            throw new IOException(
                    "cannot open a raw socket of protocol %d at %s: %s".formatted(protocol, address, e.getMessage()),
                    e);
        }
    }

    /** Sends a packet, header included; false if the kernel has no room or no way for it. Never blocks. */
    public boolean send(Ipv4Address to, byte[] packet) {
        if (ended.get()) {
            return false;
        }
        try {
            int flags = SystemCalls.MSG_DONTWAIT;
            return SystemCalls.sendto(fd, packet, packet.length, flags, socketAddress(to), SOCKET_ADDRESS) >= 0;
        } catch (LastErrorException e) {
            return false;
        }
    }

    /** Waits for the next packet, header included; empty once {@link #shutDown} was called. For one thread. */
    public byte[] receive() throws IOException {
        try {
            int length = SystemCalls.recv(fd, buffer, LARGEST, 0);
            return ended.get() ? new byte[0] : Arrays.copyOf(buffer, length);
        } catch (LastErrorException e) {
            if (ended.get()) {
                return new byte[0];
            }
            throw new IOException("raw socket: " + e.getMessage(), e);
        }
    }

    /** Wakes the thread that receives; it is to close the socket then. */
    public void shutDown() {
        if (ended.compareAndSet(false, true)) {
            try {
                SystemCalls.shutdown(fd, SystemCalls.SHUT_RDWR);
            } catch (LastErrorException e) {
                return; // ENOTCONN: the socket has no peer, and its reader is woken all the same
            }
        }
    }

    @Override
    public void close() {
        ended.set(true);
        SystemCalls.close(fd);
    }

    /** A {@code struct sockaddr_in}: the family in the machine's order, the rest in the network's. */
    private static byte[] socketAddress(Ipv4Address address) {
        byte[] octets = new byte[SOCKET_ADDRESS];
        ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).putShort((short) SystemCalls.AF_INET);
        System.arraycopy(address.octets(), 0, octets, 4, 4);
        return octets;
    }
}
