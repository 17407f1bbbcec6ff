package net.minitrail.gateway.routing;

import io.netty.channel.ChannelHandler;
import java.util.function.Supplier;
import net.minitrail.bgp.session.SessionLoop;
import net.minitrail.bgp.session.SessionTiming;
import net.minitrail.bgp.session.TransportAddresses;
import net.minitrail.net.Ipv4Address;

/**
 * Where BGP lives on this machine, the same for the life of the process.
 *
 * @param transport the address that sockets bind to
 * @param port where it listens, 0 to 65535; 0 takes any free one
 * @param neighborPort where neighbors listen of which nothing else is said
 * @param tap makes a handler that watches one session
 */
public record BgpPlace(
        Ipv4Address transport,
        int port,
        int neighborPort,
        TransportAddresses addresses,
        SessionLoop loop,
        SessionTiming timing,
        Supplier<ChannelHandler> tap) {

    /** The same place with the port that was found free. */
    BgpPlace withPort(int bound) {
        return new BgpPlace(transport, bound, neighborPort, addresses, loop, timing, tap);
    }
}
