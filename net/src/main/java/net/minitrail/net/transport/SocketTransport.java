package net.minitrail.net.transport;

import com.google.common.base.Ascii;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
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
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import net.minitrail.net.runtime.ConfigException;

/**
 * What TCP sockets are read and written with. io_uring takes many of them to the kernel in one call, which pays for who has
 * many peers; it takes a little longer to begin with, and some containers forbid it.
 */
public enum SocketTransport {
    IO_URING,
    EPOLL,
    NIO;

    /** System property that names one: {@code io_uring}, {@code epoll} or {@code nio}. */
    public static final String PROPERTY = "minitrail.transport";

    /** Sockets that are served before what is to be written for them goes out. */
    private static final int SERVED_TOGETHER = 64;

    /** Of io_uring: read buffers are taken when something has come, so that a peer that says nothing needs none. */
    private static final short BUFFERS = 64;

    /**
     * Of io_uring, for the whole process: each read is asked for. Reads that go on by themselves keep the thread from its tasks
     * for as long as a peer has something to say, so that others are told nothing, and go on when a peer should wait.
     */
    private static final String READS_GO_ON = "io.netty.iouring.recvMultiShotEnabled";

    private static final int BUFFER_OCTETS = 16 << 10;
    private static final short BUFFER_GROUP = 1;

    /** Of io_uring: how long nothing must come from the kernel before the thread ends. */
    private static final int QUIET_MILLIS = 100;

    static {
        if (System.getProperty(READS_GO_ON) == null) {
            System.setProperty(READS_GO_ON, "false"); // read when Netty first looks for io_uring
        }
    }

    /**
     * The one that {@link #PROPERTY} names, or the next best that this machine can do; epoll where nothing is named.
     *
     * @throws ConfigException if it names none
     */
    public static SocketTransport chosen() {
        return of(System.getProperty(PROPERTY, "epoll")).orNext();
    }

    static SocketTransport of(String name) {
        try {
            return valueOf(Ascii.toUpperCase(name));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(PROPERTY, "'" + name + "' is none (expected: io_uring, epoll or nio)");
        }
    }

    private SocketTransport orNext() {
        if (this == IO_URING && IoUring.isAvailable() && IoUring.isRegisterBufferRingSupported()) {
            return IO_URING;
        }
        return this != NIO && Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Whether sockets take options of Linux: signatures, least TTL, keepalive times. */
    public boolean takesLinuxOptions() {
        return this != NIO;
    }

    /** One thread, a daemon called {@code name}, that serves sockets of this kind. */
    public EventLoopGroup openLoop(String name) {
        return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), ioHandler());
    }

    /**
     * Closes all sockets that are left and ends the thread; waits for that, for {@code millis} at most. A socket of io_uring is
     * closed when the kernel has let go of what was under way, so the thread stays until nothing more comes for a tenth of a
     * second.
     */
    public void close(EventLoopGroup loop, long millis) {
        loop.shutdownGracefully(this == IO_URING ? QUIET_MILLIS : 0, millis, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(millis);
    }

    private IoHandlerFactory ioHandler() {
        return switch (this) {
            case IO_URING ->
                IoUringIoHandler.newFactory(new IoUringIoHandlerConfig()
                        .setRingSize(SERVED_TOGETHER)
                        .setBufferRingConfig(IoUringBufferRingConfig.builder()
                                .bufferGroupId(BUFFER_GROUP)
                                .bufferRingSize(BUFFERS)
                                .batchSize(BUFFERS)
                                .allocator(new IoUringFixedBufferRingAllocator(BUFFER_OCTETS))
                                .build()));
            case EPOLL -> EpollIoHandler.newFactory(SERVED_TOGETHER, DefaultSelectStrategyFactory.INSTANCE);
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /** Of a listener, whose calls are served by the same thread, without delay. */
    public ServerBootstrap serverBootstrap(EventLoopGroup loop) {
        Class<? extends ServerSocketChannel> type = switch (this) {
            case IO_URING -> IoUringServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO -> NioServerSocketChannel.class;
        };
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop, loop)
                .channel(type)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true);
        return this == IO_URING
                ? bootstrap.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFER_GROUP)
                : bootstrap;
    }

    /** Of a call, served without delay. */
    public Bootstrap bootstrap(EventLoopGroup loop) {
        Class<? extends SocketChannel> type = switch (this) {
            case IO_URING -> IoUringSocketChannel.class;
            case EPOLL -> EpollSocketChannel.class;
            case NIO -> NioSocketChannel.class;
        };
        Bootstrap bootstrap = new Bootstrap().group(loop).channel(type).option(ChannelOption.TCP_NODELAY, true);
        return this == IO_URING
                ? bootstrap.option(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFER_GROUP)
                : bootstrap;
    }
}
