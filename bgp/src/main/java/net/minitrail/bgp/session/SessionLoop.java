package net.minitrail.bgp.session;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which all sessions of a speaker live: sockets, framing, state machines and protocol timers. Native
 * epoll where it is there, NIO elsewhere. Thread-safe.
 *
 * <p>One thread is on purpose: what is encoded once is written to every member of an update group without a hand-off.
 */
public final class SessionLoop implements AutoCloseable {
    private final EventLoopGroup group;
    private final boolean epoll;

    private SessionLoop(EventLoopGroup group, boolean epoll) {
        this.group = group;
        this.epoll = epoll;
    }

    /** Starts the thread, as a daemon called {@code name}. */
    public static SessionLoop open(String name) {
        boolean epoll = Epoll.isAvailable();
        return new SessionLoop(
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory(name, true),
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()),
                epoll);
    }

    EventLoop eventLoop() {
        return group.next();
    }

    Class<? extends SocketChannel> socketType() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    Class<? extends ServerSocketChannel> listenerType() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** Whether this machine can sign segments (RFC 2385). */
    static boolean canSign() {
        return Epoll.isAvailable();
    }

    /** Whether TCP MD5 signatures (RFC 2385) can be had, which needs epoll. */
    public boolean signs() {
        return epoll;
    }

    /** Closes all sockets that are left and ends the thread, within a second. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
