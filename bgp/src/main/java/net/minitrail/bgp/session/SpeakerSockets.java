package net.minitrail.bgp.session;

import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.minitrail.bgp.wire.BgpEncoder;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Listens and dials from the speaker's transport address, with TCP MD5 signatures where a neighbor has a key (RFC 2385), and
 * out of reach of distant hosts where it is to be near (RFC 5082). Confined to the session loop.
 */
final class SpeakerSockets {
    /** A reflector is called by many at once when it comes back. */
    private static final int BACKLOG = 1024;

    /** Calls that are being refused at a time, each for a second at most. */
    private static final int MAX_REFUSALS = 64;

    private final SessionLoop session;
    private final BgpSpeakerConfig config;
    private final Md5Signatures signatures = new Md5Signatures();
    private Set<IpAddress> signing = Set.of();
    private @Nullable Channel listener;
    private int refusals;

    SpeakerSockets(SessionLoop session, BgpSpeakerConfig config) {
        this.session = session;
        this.config = config;
    }

    EventLoop loop() {
        return session.eventLoop();
    }

    /**
     * Binds. Who has to sign must do so from the first call on.
     *
     * @param accepted called on the session loop with each call
     */
    ChannelFuture listen(Consumer<Channel> accepted, Collection<NeighborConfig> neighbors) {
        ServerBootstrap bootstrap = session.serverBootstrap()
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new CallHandler(accepted));
        bootstrap.handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                protectCalls(channel, neighbors);
                if (session.signs()) {
                    config.dynamicNeighbors().forEach(range -> requireKey(channel, range));
                }
            }
        });
        ChannelFuture bound = bootstrap.bind(new InetSocketAddress(inet(config.listenAddress()), config.port()));
        listener = bound.channel();
        return bound;
    }

    void close() {
        if (listener != null) {
            var unused = listener.close();
        }
    }

    ChannelFuture dial(NeighborConfig neighbor) {
        InetAddress remote = inet(config.transport().toTransport(neighbor.address()));
        Bootstrap bootstrap = session.bootstrap();
        bootstrap.handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                sign(channel, neighbor);
                limitHops(channel, neighbor);
            }
        });
        return bootstrap.connect(
                new InetSocketAddress(remote, neighbor.port()), new InetSocketAddress(inet(config.listenAddress()), 0));
    }

    /** Sets the key of a connection that stands or is going to, or takes it away. */
    void sign(Channel channel, NeighborConfig neighbor) {
        if (session.signs()) {
            signatures.set(channel, config.transport().toTransport(neighbor.address()), neighbor.md5Key());
        }
    }

    /** Has the kernel drop what comes from too far away, on a connection that stands or is going to. */
    void limitHops(Channel channel, NeighborConfig neighbor) {
        if (session.signs()) {
            TtlSecurity.apply(channel, config.transport().toTransport(neighbor.address()), neighbor.ttlSecurity());
        }
    }

    /** Tells the listener who has to sign from now on, and from how far away calls may come. */
    void protectCalls(Collection<NeighborConfig> neighbors) {
        if (listener != null) {
            protectCalls(listener, neighbors);
        }
    }

    /**
     * Calls from too far away are dropped here only as far as no neighbor may be there; the rest is done on each connection
     * when it is known who calls.
     */
    private void protectCalls(Channel listening, Collection<NeighborConfig> neighbors) {
        if (session.signs()) {
            requireKeys(listening, neighbors);
            TtlSecurity.apply(listening, config.listenAddress(), farthest(neighbors));
        }
    }

    private int farthest(Collection<NeighborConfig> neighbors) {
        int farthest = 0;
        for (NeighborConfig neighbor : Iterables.concat(
                neighbors, Iterables.transform(config.dynamicNeighbors(), DynamicNeighbors::template))) {
            if (neighbor.ttlSecurity() == 0) {
                return 0;
            }
            farthest = Math.max(farthest, neighbor.ttlSecurity());
        }
        return farthest;
    }

    private void requireKey(Channel listening, DynamicNeighbors range) {
        String key = range.template().md5Key();
        if (key != null) {
            signatures.require(listening, range.prefix(), key);
        }
    }

    /** Neighbors that are gone need not sign any more. */
    private void requireKeys(Channel listening, Collection<NeighborConfig> neighbors) {
        Map<IpAddress, String> keys = new HashMap<>();
        for (NeighborConfig neighbor : neighbors) {
            if (neighbor.md5Key() != null) {
                keys.put(config.transport().toTransport(neighbor.address()), neighbor.md5Key());
            }
        }
        for (IpAddress gone : Sets.difference(signing, keys.keySet())) {
            signatures.set(listening, gone, null);
        }
        keys.forEach((address, key) -> signatures.set(listening, address, key));
        signing = Set.copyOf(keys.keySet());
    }

    /** Says why, and closes; in a flood of calls, closes only. */
    void refuse(Channel channel, Notification notification) {
        if (refusals >= MAX_REFUSALS) {
            var unused = channel.close();
            return;
        }
        refusals++;
        channel.closeFuture().addListener(closed -> refusals--);
        ByteBuf octets = channel.alloc().ioBuffer();
        BgpEncoder.encode(notification, CodecOptions.BEFORE_OPEN, octets);
        Farewell.say(channel, octets);
    }

    /** Who is calling, as the protocol knows it. */
    IpAddress caller(Channel channel) {
        InetAddress remote = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        return config.transport().toProtocol(IpAddress.of(remote.getAddress()));
    }

    /** Leaves the pipeline to whoever takes the call. */
    @Sharable
    private static final class CallHandler extends ChannelInboundHandlerAdapter {
        private final Consumer<Channel> accepted;

        CallHandler(Consumer<Channel> accepted) {
            this.accepted = accepted;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            Channel channel = ctx.channel();
            ctx.pipeline().remove(this);
            accepted.accept(channel);
        }
    }

    private static InetAddress inet(IpAddress address) {
        try {
            return InetAddress.getByAddress(address.octets());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets are always an address", e);
        }
    }
}
