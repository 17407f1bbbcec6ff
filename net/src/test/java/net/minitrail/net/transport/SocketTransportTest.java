package net.minitrail.net.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import net.minitrail.net.runtime.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketTransportTest {
    private static final int OCTETS = 3_000_000; // many times what a read buffer, or all of them, hold

    @ParameterizedTest
    @EnumSource
    void carriesWhatIsSentThereAndBack(SocketTransport transport) throws Exception {
        assumeTrue(transport != SocketTransport.IO_URING || IoUring.isRegisterBufferRingSupported());
        assumeTrue(transport != SocketTransport.EPOLL || Epoll.isAvailable());
        byte[] sent = new byte[OCTETS];
        new Random(7).nextBytes(sent);
        var received = new Collector(OCTETS);
        EventLoopGroup loop = transport.openLoop("transport-test");
        try {
            Channel listener = transport
                    .serverBootstrap(loop)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new Echo());
                        }
                    })
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sync()
                    .channel();
            Channel caller = transport
                    .bootstrap(loop)
                    .handler(received)
                    .connect(listener.localAddress())
                    .sync()
                    .channel();
            caller.writeAndFlush(Unpooled.wrappedBuffer(sent)).sync();

            assertArrayEquals(sent, received.all.get(20, TimeUnit.SECONDS));
            caller.close().sync();
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
        assertTrue(loop.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    void runsATaskThoughPeersDoNotStopTalking(SocketTransport transport) throws Exception {
        assumeTrue(transport != SocketTransport.IO_URING || IoUring.isRegisterBufferRingSupported());
        assumeTrue(transport != SocketTransport.EPOLL || Epoll.isAvailable());
        var reader = new SlowReader();
        EventLoopGroup loop = transport.openLoop("transport-test");
        try {
            Channel listener = transport
                    .serverBootstrap(loop)
                    .childHandler(reader)
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sync()
                    .channel();
            for (int talker = 0; talker < 2; talker++) {
                talkUntilClosed((InetSocketAddress) listener.localAddress());
            }

            int reads = reader.readsBeforeTask.get(20, TimeUnit.SECONDS);
            assertTrue(reads < 200, "reads before the task: " + reads);
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static void talkUntilClosed(InetSocketAddress address) {
        var talker = new Thread(() -> {
            try (var socket = new Socket(address.getAddress(), address.getPort())) {
                while (true) {
                    socket.getOutputStream().write(new byte[64 << 10]);
                }
            } catch (IOException closed) {
                // the end of the test
            }
        });
        talker.setDaemon(true);
        talker.start();
    }

    @Test
    void isNamedByAProperty() {
        assertEquals(SocketTransport.IO_URING, SocketTransport.of("io_uring"));
        assertEquals(SocketTransport.NIO, SocketTransport.of("nio"));
        var unknown = assertThrows(ConfigException.class, () -> SocketTransport.of("kqueue"));
        assertEquals("minitrail.transport: 'kqueue' is none (expected: io_uring, epoll or nio)", unknown.getMessage());
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.writeAndFlush(message);
        }
    }

    /** Takes longer for what comes than it takes to send it; counts what it reads between giving the loop a task and its run. */
    @Sharable
    private static final class SlowReader extends ChannelInboundHandlerAdapter {
        private static final int WHEN_ALL_TALK = 500;

        final CompletableFuture<Integer> readsBeforeTask = new CompletableFuture<>();
        private int reads;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            var buffer = (ByteBuf) message;
            var checksum = new CRC32();
            for (int i = 0; i < 20; i++) {
                checksum.update(buffer.nioBuffer());
            }
            buffer.release();
            if (++reads == WHEN_ALL_TALK) {
                ctx.channel().eventLoop().execute(() -> readsBeforeTask.complete(reads - WHEN_ALL_TALK));
            }
        }
    }

    private static final class Collector extends ChannelInboundHandlerAdapter {
        final CompletableFuture<byte[]> all = new CompletableFuture<>();
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final int expected;

        Collector(int expected) {
            this.expected = expected;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            var buffer = (ByteBuf) message;
            octets.writeBytes(ByteBufUtil.getBytes(buffer));
            buffer.release();
            if (octets.size() == expected) {
                all.complete(octets.toByteArray());
            }
        }
    }
}
