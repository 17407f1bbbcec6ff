package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableList;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ThreadRoutingLoop;

/** A route reflector for VPN-IPv4, for measuring: arguments are the address and port to listen on, and the AS. */
final class ReflectorMain {
    private static final Ipv4Address ROUTER_ID = Ipv4Address.parse("10.255.0.1");

    private ReflectorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        IpAddress address = IpAddress.parse(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        long as = Long.parseLong(arguments[2]);
        var clients = DynamicNeighbors.of(
                        IpPrefix.parse("127.0.0.0/8"),
                        as,
                        as,
                        SessionOptions.DEFAULT.withFamilies(AddressFamily.VPN_IPV4))
                .asReflectorClients();
        var routing = new ThreadRoutingLoop("routing").start();
        var rib = new BgpRib(RibConfig.of(as, ROUTER_ID).asReflector());
        var sessions = RibSessions.alone(rib, routing);
        var config =
                BgpSpeakerConfig.of(ROUTER_ID, address).withPort(port).withDynamicNeighbors(ImmutableList.of(clients));
        var speaker = new BgpSpeaker(config, SessionLoop.open("sessions"), routing, sessions);
        speaker.start();
        Runtime.getRuntime().addShutdownHook(new Thread(speaker::stop));
        Thread.currentThread().join();
    }
}
