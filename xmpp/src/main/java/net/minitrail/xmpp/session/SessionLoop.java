package net.minitrail.xmpp.session;

import com.google.common.util.concurrent.Uninterruptibles;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which the sockets of a server or a client live: epoll where native, NIO elsewhere. */
final class SessionLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLoop.class);

    /** A peer that has vanished without a word is noticed by TCP after this and {@code PROBES} probes. */
    private static final int KEEPALIVE_SECONDS = 10;

    private static final int PROBES = 3;

    /**
     * Sockets that are read before what is to be written goes out: else the first answer to a thousand agents that speak
     * at once waits until all of them have been read, and all of it piles up until then.
     */
    private static final int READ_TOGETHER = 64;

    private final boolean epoll = Epoll.isAvailable();
    private final MultiThreadIoEventLoopGroup group;

    SessionLoop(String name) {
        IoHandlerFactory factory = epoll
                ? EpollIoHandler.newFactory(READ_TOGETHER, DefaultSelectStrategyFactory.INSTANCE)
                : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), factory);
    }

    EventLoop loop() {
        return group.next();
    }

    /** Runs the task, or does nothing if the loop has ended, and with it all sessions. Any thread. */
    static void run(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("event=late-task reason={}", e.getMessage());
        }
    }

    /** Runs the task and waits for its end, for a fifth of a second at most. */
    void runNow(Runnable task) {
        var done = new CountDownLatch(1);
        run(loop(), () -> {
            task.run();
            done.countDown();
        });
        if (loop().isShuttingDown()) {
            return;
        }
        boolean unused = Uninterruptibles.awaitUninterruptibly(done, 200, TimeUnit.MILLISECONDS);
    }

    ServerBootstrap serverBootstrap() {
        var bootstrap = new ServerBootstrap()
                .group(group)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 256)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
        if (epoll) {
            bootstrap
                    .childOption(EpollChannelOption.TCP_KEEPIDLE, KEEPALIVE_SECONDS)
                    .childOption(EpollChannelOption.TCP_KEEPINTVL, KEEPALIVE_SECONDS)
                    .childOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
        }
        return bootstrap;
    }

    Bootstrap clientBootstrap() {
        Class<? extends Channel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        var bootstrap = new Bootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
        if (epoll) {
            bootstrap
                    .option(EpollChannelOption.TCP_KEEPIDLE, KEEPALIVE_SECONDS)
                    .option(EpollChannelOption.TCP_KEEPINTVL, KEEPALIVE_SECONDS)
                    .option(EpollChannelOption.TCP_KEEPCNT, PROBES);
        }
        return bootstrap;
    }

    /** Ends the thread after what it has at hand; waits for half a second at most. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 400, TimeUnit.MILLISECONDS).awaitUninterruptibly(500);
    }
}
