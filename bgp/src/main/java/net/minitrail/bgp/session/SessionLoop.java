package net.minitrail.bgp.session;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import net.minitrail.net.transport.SocketTransport;

/**
 * The one thread on which all sessions of a speaker live: sockets, framing, state machines and protocol timers. Thread-safe.
 *
 * <p>One thread is on purpose: what is encoded once is written to every member of an update group without a hand-off.
 */
public final class SessionLoop implements AutoCloseable {
    private final SocketTransport transport;
    private final EventLoopGroup group;

    private SessionLoop(SocketTransport transport, EventLoopGroup group) {
        this.transport = transport;
        this.group = group;
    }

    /** Starts the thread, as a daemon called {@code name}. */
    public static SessionLoop open(String name) {
        SocketTransport transport = SocketTransport.chosen();
        return new SessionLoop(transport, transport.openLoop(name));
    }

    EventLoop eventLoop() {
        return group.next();
    }

    ServerBootstrap serverBootstrap() {
        return transport.serverBootstrap(group);
    }

    Bootstrap bootstrap() {
        return transport.bootstrap(group);
    }

    /** Whether this machine can sign segments (RFC 2385). */
    static boolean canSign() {
        return SocketTransport.chosen().takesLinuxOptions();
    }

    /** Whether TCP MD5 signatures (RFC 2385) can be had, which are Linux's. */
    public boolean signs() {
        return transport.takesLinuxOptions();
    }

    /** Closes all sockets that are left and ends the thread, within a second. */
    @Override
    public void close() {
        transport.close(group, 1000);
    }
}
