package net.minitrail.xmpp.session;

import com.google.common.util.concurrent.Uninterruptibles;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import net.minitrail.net.transport.SocketTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which the sockets of a server or a client live. */
final class SessionLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLoop.class);

    /** A peer that has vanished without a word is noticed by TCP after this and {@code PROBES} probes. */
    private static final int KEEPALIVE_SECONDS = 10;

    private static final int PROBES = 3;

    private static final int IPPROTO_TCP = 6;
    private static final IntegerUnixChannelOption TCP_KEEPIDLE =
            new IntegerUnixChannelOption("TCP_KEEPIDLE", IPPROTO_TCP, 4);
    private static final IntegerUnixChannelOption TCP_KEEPINTVL =
            new IntegerUnixChannelOption("TCP_KEEPINTVL", IPPROTO_TCP, 5);
    private static final IntegerUnixChannelOption TCP_KEEPCNT =
            new IntegerUnixChannelOption("TCP_KEEPCNT", IPPROTO_TCP, 6);

    private final SocketTransport transport = SocketTransport.chosen();
    private final EventLoopGroup group;

    SessionLoop(String name) {
        group = transport.openLoop(name);
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
        ServerBootstrap bootstrap = transport
                .serverBootstrap(group)
                .option(ChannelOption.SO_BACKLOG, 256)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
        return transport.takesLinuxOptions()
                ? bootstrap
                        .childOption(TCP_KEEPIDLE, KEEPALIVE_SECONDS)
                        .childOption(TCP_KEEPINTVL, KEEPALIVE_SECONDS)
                        .childOption(TCP_KEEPCNT, PROBES)
                : bootstrap;
    }

    Bootstrap clientBootstrap() {
        Bootstrap bootstrap = transport
                .bootstrap(group)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
        return transport.takesLinuxOptions()
                ? bootstrap
                        .option(TCP_KEEPIDLE, KEEPALIVE_SECONDS)
                        .option(TCP_KEEPINTVL, KEEPALIVE_SECONDS)
                        .option(TCP_KEEPCNT, PROBES)
                : bootstrap;
    }

    /** Ends the thread after what it has at hand; waits for half a second at most. */
    @Override
    public void close() {
        transport.close(group, 500);
    }
}
