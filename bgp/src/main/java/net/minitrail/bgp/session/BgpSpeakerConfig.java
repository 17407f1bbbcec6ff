package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.netty.channel.ChannelHandler;
import java.util.function.Supplier;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * One speaker: who it is and where it listens. Valid once constructed.
 *
 * @param routerId the BGP identifier, not 0.0.0.0
 * @param listenAddress transport address for listening, and from which neighbors are dialed
 * @param port where to listen, 0 to 65535; 0 takes any free one
 * @param transport how addresses of neighbors map to those of sockets
 * @param dynamicNeighbors who may call without being configured
 * @param timing pauses and limits of all sessions
 * @param restarted whether this may be a restart: neighbors that are asked to keep our routes are told so at first
 * @param tap makes a handler that watches one session, or null
 */
public record BgpSpeakerConfig(
        Ipv4Address routerId,
        IpAddress listenAddress,
        int port,
        TransportAddresses transport,
        ImmutableList<DynamicNeighbors> dynamicNeighbors,
        SessionTiming timing,
        boolean restarted,
        @Nullable Supplier<ChannelHandler> tap) {
    public BgpSpeakerConfig {
        checkArgument(routerId.value() != 0, "router id 0.0.0.0");
        checkArgument(port >= 0 && port <= 65_535, "port %s is not in 0..65535", port);
    }

    /** Listens on port {@value NeighborConfig#DEFAULT_PORT}, for configured neighbors only. */
    public static BgpSpeakerConfig of(Ipv4Address routerId, IpAddress listenAddress) {
        return new BgpSpeakerConfig(
                routerId,
                listenAddress,
                NeighborConfig.DEFAULT_PORT,
                TransportAddresses.IDENTITY,
                ImmutableList.of(),
                SessionTiming.DEFAULT,
                false,
                null);
    }

    public BgpSpeakerConfig withPort(int port) {
        return new BgpSpeakerConfig(routerId, listenAddress, port, transport, dynamicNeighbors, timing, restarted, tap);
    }

    public BgpSpeakerConfig withTransport(TransportAddresses transport) {
        return new BgpSpeakerConfig(routerId, listenAddress, port, transport, dynamicNeighbors, timing, restarted, tap);
    }

    public BgpSpeakerConfig withDynamicNeighbors(Iterable<DynamicNeighbors> dynamicNeighbors) {
        return new BgpSpeakerConfig(
                routerId,
                listenAddress,
                port,
                transport,
                ImmutableList.copyOf(dynamicNeighbors),
                timing,
                restarted,
                tap);
    }

    public BgpSpeakerConfig withTiming(SessionTiming timing) {
        return new BgpSpeakerConfig(routerId, listenAddress, port, transport, dynamicNeighbors, timing, restarted, tap);
    }

    /** With a handler that sees the octets of each session. */
    public BgpSpeakerConfig withTap(Supplier<ChannelHandler> wireTap) {
        return new BgpSpeakerConfig(
                routerId, listenAddress, port, transport, dynamicNeighbors, timing, restarted, wireTap);
    }

    /** Of a process that has just started, and that neighbors may remember. */
    public BgpSpeakerConfig asRestarted() {
        return new BgpSpeakerConfig(routerId, listenAddress, port, transport, dynamicNeighbors, timing, true, tap);
    }
}
