package net.minitrail.controller;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.BgpEncoder;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.Keepalive;
import net.minitrail.bgp.wire.Open;

/** A neighbor that says what it is told to say and reads whatever comes, without looking at it. For one thread. */
final class RehearsalPeer implements AutoCloseable {
    static final long AS = 64_512;

    /** How long it waits for more, in milliseconds. */
    private static final int PATIENCE = 1000;

    private final Socket socket;
    private final byte[] heard = new byte[1 << 16];

    /** Dials from 127.0.1.number and brings the session up. */
    RehearsalPeer(int number, InetSocketAddress controller) throws IOException {
        socket = new Socket(
                controller.getAddress(),
                controller.getPort(),
                InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) number}),
                0);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE);
        send(octets(new Open(
                AS,
                0,
                number,
                ImmutableList.of(
                        Capability.Multiprotocol.of(AddressFamily.VPN_IPV4), new Capability.FourOctetAs(AS)))));
        send(octets(Keepalive.INSTANCE));
    }

    private static byte[] octets(BgpMessage message) {
        ByteBuf octets = Unpooled.buffer();
        BgpEncoder.encode(message, CodecOptions.BEFORE_OPEN, octets);
        return ByteBufUtil.getBytes(octets);
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** Reads until so many octets have come and no more are there, or nothing comes for long; answers how many came. */
    long listen(long least) throws IOException {
        InputStream in = socket.getInputStream();
        long octets = 0;
        try {
            while (octets < least || in.available() > 0) {
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

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
